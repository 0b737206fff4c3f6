// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>
#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct d { struct page **pages; int n; };
int r04(struct d *d, unsigned long a, int bad) { struct page **p; int i;
	d->pages = kvmalloc_array(4, 8, GFP_KERNEL);
	d->n = get_user_pages_fast(a, 4, FOLL_WRITE, d->pages);
	if (d->n < 0) return d->n;
	kmap_local_page(d->pages[0]);
	if (bad) { for (i = 0; i < d->n; i++) put_page(d->pages[i]); return -5; }
	p = kvrealloc(d->pages, 64, GFP_KERNEL);
	d->pages = p;
	return 0; }
void r04_exit(struct d *d) { int i; for (i = 0; i < d->n; i++) put_page(d->pages[i]); }
