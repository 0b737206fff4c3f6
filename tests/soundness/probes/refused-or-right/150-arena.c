// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* an arena of bytes: a static array of the driver, all in the tree */
static char arena150[4096]; static int used150;
static void *carve150(int n) { void *p = arena150 + used150; used150 += n; return p; }
int p150(unsigned long a, int bad) { struct page *pg; struct page **m = carve150(8);
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	m[0] = pg;
	return 0; }
void p150_exit(void) { put_page(*(struct page **)arena150); }
