// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

static int demo_grab(unsigned long addr, struct page **out)
{
	int ret;

	ret = get_user_pages_fast(addr, 1, FOLL_WRITE, out);
	if (ret < 0)
		return ret;
	return ret == 1 ? 0 : -EFAULT;
}

int demo_io(struct device *dev, unsigned long addr)
{
	struct page *page;
	dma_addr_t dma;
	int ret;

	ret = demo_grab(addr, &page);
	if (ret)
		return ret;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	dma_unmap_page(dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	put_page(page);
	return 0;
}
