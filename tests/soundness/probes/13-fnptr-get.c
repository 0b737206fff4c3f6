// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct p13_ops { void (*get)(struct page *); };
static const struct p13_ops ops13 = { .get = get_page };
struct p13 { struct page *pg; };
int p13(struct p13 *d, unsigned long a) {
	if (get_user_pages_fast(a, 1, 1, &d->pg) != 1) return -14;
	return 0; }
void p13_use(struct p13 *d) { ops13.get(d->pg); printk("x"); put_page(d->pg); }
void p13_exit(struct p13 *d) { put_page(d->pg); }
