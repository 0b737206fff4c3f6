// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

struct d { atomic_long_t slot; };
int m06(struct d *d, unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	atomic_long_set(&d->slot, (long)pg);
	return 0; }
void m06_exit(struct d *d) { put_page((struct page *)atomic_long_read(&d->slot)); }
