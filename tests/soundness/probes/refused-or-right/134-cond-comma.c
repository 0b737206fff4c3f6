// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
int keep134(struct page *p);
int p134(unsigned long a, int x) { struct page *pg; int r = 0;
	if (get_user_pages_fast(a, 1, 1, &pg) == 1)
		x ? (void)(r = keep134(pg)) : put_page(pg);
	return r; }
