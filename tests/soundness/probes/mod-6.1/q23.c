// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

struct d { struct page *head; };
int q23(struct d *d, unsigned long a, int bad) { struct page *pg, *first = alloc_page(GFP_KERNEL);
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	set_page_private(first, (unsigned long)pg);
	d->head = first;
	return 0; }
void q23_exit(struct d *d) { struct page *next = (struct page *)page_private(d->head);
	put_page(next); __free_page(d->head); }
