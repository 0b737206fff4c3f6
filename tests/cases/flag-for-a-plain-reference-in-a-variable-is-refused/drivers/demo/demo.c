// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>


int demo_take(struct device *dev, unsigned long addr, bool write)
{
	unsigned int flags = FOLL_GET;
	struct page *page;

	if (write)
		flags |= FOLL_WRITE;
	if (get_user_pages_fast(addr, 1, flags, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	put_page(page);
	return 0;
}
