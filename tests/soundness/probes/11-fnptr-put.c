// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct p11 { struct page *pg; void (*rel)(struct page *); };
int p11(struct p11 *d, unsigned long a, int bad) {
	if (get_user_pages_fast(a, 1, 1, &d->pg) != 1) return -14;
	if (bad) { put_page(d->pg); return -5; }
	d->rel = put_page;
	return 0; }
void p11_exit(struct p11 *d) { d->rel(d->pg); }
