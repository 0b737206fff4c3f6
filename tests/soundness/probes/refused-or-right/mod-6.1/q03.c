// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/rculist.h>
static LIST_HEAD(pages);
int q03(unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -16; }
	list_add_rcu(&pg->lru, &pages);
	return 0; }
void q03_exit(void) { struct page *p, *n; list_for_each_entry_safe(p, n, &pages, lru) put_page(p); }
