// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct p20 { struct page *pg; };
int p20(struct p20 *d, unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	*(unsigned long *)&d->pg = (unsigned long)pg | 1;
	return 0; }
void p20_exit(struct p20 *d) { put_page((struct page *)(*(unsigned long *)&d->pg & ~1UL)); }
