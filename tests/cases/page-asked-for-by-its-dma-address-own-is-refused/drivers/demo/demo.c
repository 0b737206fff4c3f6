// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

/* Both kinds of pages are kept by their DMA addresses only. */
struct demo {
	struct device *dev;
	dma_addr_t dma;
};

int demo_map(struct demo *demo, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	demo->dma = dma_map_page(demo->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(demo->dev, demo->dma)) {
		put_page(page);
		return -ENOMEM;
	}
	return 0;
}

void demo_own(struct demo *demo)
{
	demo->dma = dma_map_page(demo->dev, alloc_page(GFP_KERNEL), 0, PAGE_SIZE, DMA_FROM_DEVICE);
}

void demo_done(struct demo *demo)
{
	put_page(pfn_to_page(demo->dma >> PAGE_SHIFT));
}
