// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

struct d { struct page *pg; };
int q01(struct d *d, unsigned long a) { struct page *pg, *old = NULL;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (!try_cmpxchg(&d->pg, &old, pg)) { put_page(pg); return -16; }
	return 0; }
void q01_exit(struct d *d) { put_page(d->pg); }
