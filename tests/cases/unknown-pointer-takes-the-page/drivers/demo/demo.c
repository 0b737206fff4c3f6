// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_client {
	int (*take)(struct page *page);
};

/* Filled by a module that is not in this tree. */
extern struct demo_client *demo_client;

int demo_io(struct device *dev, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (demo_client->take(page) == 0)
		return 0;
	put_page(page);
	return -EBUSY;
}
