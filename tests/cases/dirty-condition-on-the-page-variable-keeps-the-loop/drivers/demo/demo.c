// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

#define DEMO_WRITTEN 8

int demo_read(struct device *dev, unsigned long addr)
{
	struct page *page, *pages[4];
	int i, got;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	got = get_user_pages_fast(addr + PAGE_SIZE, 4, FOLL_WRITE, pages);
	if (got < 0) {
		put_page(page);
		return got;
	}
	for (i = 0; i < got; i++)
		dma_map_page(dev, pages[i], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	for (i = 0; i < got; i++) {
		struct page *page = pages[i];

		if (page->flags & DEMO_WRITTEN)
			set_page_dirty_lock(page);
		put_page(page);
	}
	put_page(page);
	return 0;
}
