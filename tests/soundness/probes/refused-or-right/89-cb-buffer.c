// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct p89 { char cb[48]; };
int p89(struct p89 *d, unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	*(struct page **)d->cb = pg;
	return 0; }
void p89_exit(struct p89 *d) { put_page(*(struct page **)d->cb); }
