// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
void drop105(struct page *p);
void real105(struct page *p) { put_page(p); }
void drop105(struct page *p) __attribute__((alias("real105")));
int p105(unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	drop105(pg);
	return 0; }
