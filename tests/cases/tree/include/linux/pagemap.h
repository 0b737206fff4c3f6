/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/mm.h>
#include <linux/fs.h>

struct address_space {
	struct inode *host;
	unsigned long nrpages;
};

struct page *find_get_page(struct address_space *mapping, pgoff_t offset);
struct page *find_lock_page(struct address_space *mapping, pgoff_t offset);
struct page *read_mapping_page(struct address_space *mapping, pgoff_t index, struct file *file);
void lock_page(struct page *page);
void unlock_page(struct page *page);

#endif
