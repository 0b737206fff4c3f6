// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/radix-tree.h>
int q33(struct radix_tree_root *t, unsigned long i, unsigned long a) { struct page *pg; void __rcu **slot = radix_tree_lookup_slot(t, i);
	if (!slot) return -2;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (PageReserved(pg)) { put_page(pg); return -5; }
	radix_tree_replace_slot(t, slot, pg);
	return 0; }
