// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/redbox.h>
int p54(struct rbox *d, unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	d->p = pg;
	return 0; }
void p54_exit(struct rbox *d) { rbox_put(d); }
