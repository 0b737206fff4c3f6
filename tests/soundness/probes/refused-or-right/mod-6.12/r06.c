// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>
#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

/* kmem_cache_alloc_bulk and the like: memory that is filled by an unread function through a typed field */
struct d { struct page *pg; };
int r06(struct d *d, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	kmap_local_page(pg);
	swap(d->pg, pg);
	if (pg)
		put_page(pg);
	return 0; }
void r06_exit(struct d *d) { put_page(d->pg); }
