// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
static inline void atomic_inc53(atomic_t *v) { v->counter++; }
struct p53 { struct page *pg; };
int p53(struct p53 *d, unsigned long a) {
	if (get_user_pages_fast(a, 1, 1, &d->pg) != 1) return -14;
	return 0; }
void p53_use(struct p53 *d) { atomic_inc53(&d->pg->_refcount); printk("x"); put_page(d->pg); }
void p53_exit(struct p53 *d) { put_page(d->pg); }
