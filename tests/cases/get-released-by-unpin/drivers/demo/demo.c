// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

int demo_io(struct device *dev, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (dma_mapping_error(dev, dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE))) {
		put_page(page);
		return -EIO;
	}
	unpin_user_page(page);
	return 0;
}
