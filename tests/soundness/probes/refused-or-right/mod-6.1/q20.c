// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/kref.h>
struct d { struct kref r; struct page *pg; };
static void rel(struct kref *r) { struct d *d = container_of(r, struct d, r); put_page(d->pg); kfree(d); }
int q20(struct d *d, unsigned long a, int bad) {
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &d->pg) != 1) return -14;
	if (bad) { put_page(d->pg); return -16; }
	kref_init(&d->r);
	return 0; }
void q20_exit(struct d *d) { kref_put(&d->r, rel); }
