// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include "table.h"

int demo_map(struct device *dev, struct demo_entry *entry, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (dma_mapping_error(dev, dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE))) {
		put_page(page);
		return -EIO;
	}
	demo_table_set(entry, page_to_pfn(page), 1);
	return 0;
}

void demo_unmap(struct demo_entry *entry)
{
	put_page(pfn_to_page(entry->frame));
}
