// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/vmalloc.h>
struct d { struct page **slots; int n; };
int q31_init(struct d *d) { d->slots = vmalloc_array(64, sizeof(*d->slots)); return d->slots ? 0 : -12; }
int q31(struct d *d, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (d->n == 64) { put_page(pg); return -28; }
	d->slots[d->n++] = pg;
	return 0; }
void q31_exit(struct d *d) { while (d->n) put_page(d->slots[--d->n]); vfree(d->slots); }
