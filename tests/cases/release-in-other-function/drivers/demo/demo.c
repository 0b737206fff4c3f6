// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo {
	struct device *dev;
	struct page *page;
	dma_addr_t dma;
};

int demo_map(struct demo *d, unsigned long addr)
{
	int ret = get_user_pages_fast(addr, 1, FOLL_WRITE, &d->page);

	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	d->dma = dma_map_page(d->dev, d->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

void demo_unmap(struct demo *d)
{
	dma_unmap_page(d->dev, d->dma, PAGE_SIZE, DMA_FROM_DEVICE);
	put_page(d->page);
	d->page = NULL;
}
