// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/xarray.h>
struct d { struct xarray xa; };
int m11(struct d *d, unsigned long i, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (xa_err(xa_store(&d->xa, i, pg, GFP_KERNEL))) { put_page(pg); return -12; }
	return 0; }
void m11_exit(struct d *d) { XA_STATE(xas, &d->xa, 0); struct page *p;
	rcu_read_lock();
	xas_for_each(&xas, p, ULONG_MAX)
		put_page(p);
	rcu_read_unlock(); }
