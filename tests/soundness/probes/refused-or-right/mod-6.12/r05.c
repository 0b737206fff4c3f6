// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>
#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct d { struct folio *f; };
int r05(struct d *d, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	kmap_local_page(pg);
	d->f = page_folio(pg);
	return 0; }
void r05_use(struct d *d) { if (folio_ref_add_unless(d->f, 1, 0)) { schedule(); folio_put(d->f); } }
void r05_exit(struct d *d) { folio_put(d->f); }
