// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/radix-tree.h>
static RADIX_TREE(tree, GFP_KERNEL);
int q05(unsigned long a, unsigned long i) { struct page *pg; 
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (radix_tree_insert(&tree, i, pg)) { put_page(pg); return -16; }
	return 0; }
void q05_exit(void) { struct radix_tree_iter it; void __rcu **slot;
	radix_tree_for_each_slot(slot, &tree, &it, 0)
		put_page(radix_tree_deref_slot(slot)); }
