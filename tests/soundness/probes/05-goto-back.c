// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
int keep05(struct page *p);
int p05(unsigned long a, int n) { struct page *pg;
	goto start;
again:
	return keep05(pg);
start:
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (n) goto again;
	put_page(pg);
	return 0; }
