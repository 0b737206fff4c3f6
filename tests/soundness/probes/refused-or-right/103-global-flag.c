// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
static int user103; static struct page *pg103;
void set103(int v) { user103 = v; }
int p103(unsigned long a) {
	if (user103) { if (get_user_pages_fast(a, 1, 1, &pg103) != 1) return -14; } else pg103 = alloc_page(0);
	return 0; }
void exit103(void) { if (user103) put_page(pg103); else __free_page(pg103); }
