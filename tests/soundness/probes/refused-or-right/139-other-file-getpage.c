// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct page; void hold139(struct page *p);
struct d139 { struct page *pg; };
int p139(struct d139 *d, unsigned long a) { return get_user_pages_fast(a, 1, 1, &d->pg); }
void p139_use(struct d139 *d) { hold139(d->pg); printk("x"); put_page(d->pg); }
void p139_exit(struct d139 *d) { put_page(d->pg); }
