// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* an inline of the kernel's that takes a void * */
#include <linux/redv.h>
struct p119 { struct page *p; };
int p119(struct p119 *d, unsigned long a) { return get_user_pages_fast(a, 1, 1, &d->p); }
void p119_use(struct p119 *d) { redv_hold(&d->p); printk("x"); put_page(d->p); }
void p119_exit(struct p119 *d) { put_page(d->p); }
