// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

#define DEMO_FLAGS (FOLL_GET | FOLL_WRITE)

int demo_send(struct device *dev, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, DEMO_FLAGS, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	put_page(page);
	return 0;
}
