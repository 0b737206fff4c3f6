// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* set_page_count raises the count */
struct p90 { struct page *pg; }; void set_page_count(struct page *p, int v);
int p90(struct p90 *d, unsigned long a) {
	if (get_user_pages_fast(a, 1, 1, &d->pg) != 1) return -14;
	return 0; }
void p90_use(struct p90 *d) { set_page_count(d->pg, 2); printk("x"); put_page(d->pg); }
void p90_exit(struct p90 *d) { put_page(d->pg); }
