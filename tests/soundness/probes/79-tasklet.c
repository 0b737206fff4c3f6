// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct tasklet_struct; void tasklet_init(struct tasklet_struct *t, void (*fn)(unsigned long), unsigned long data);
static void fn79(unsigned long data) { put_page((struct page *)data); }
int p79(struct tasklet_struct *t, unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	tasklet_init(t, fn79, (unsigned long)pg);
	return 0; }
