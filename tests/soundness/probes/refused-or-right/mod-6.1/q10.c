// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

struct d { struct page *pg; };
int q10(struct d *d, unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -16; }
	smp_store_release(&d->pg, pg);
	return 0; }
void q10_exit(struct d *d) { put_page(smp_load_acquire(&d->pg)); }
