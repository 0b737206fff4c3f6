// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

static struct page *demo_grab(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return ERR_PTR(-EFAULT);
	return page;
}

int demo_io(struct device *dev, unsigned long addr)
{
	struct page *page = demo_grab(addr);
	dma_addr_t dma;

	if (IS_ERR(page))
		return PTR_ERR(page);
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	dma_unmap_page(dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	put_page(page);
	return 0;
}
