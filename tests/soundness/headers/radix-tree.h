/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_RADIX_TREE_H
#define _LINUX_RADIX_TREE_H

#include <linux/gfp.h>

struct radix_tree_root {
	void *head;
};

#define RADIX_TREE(name, mask) struct radix_tree_root name = { NULL }
int radix_tree_insert(struct radix_tree_root *root, unsigned long index, void *item);
void *radix_tree_delete(struct radix_tree_root *root, unsigned long index);

#endif
