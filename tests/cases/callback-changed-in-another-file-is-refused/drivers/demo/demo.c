// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include "demo.h"

static int demo_count(struct page *page, struct demo_walk *walk)
{
	return PageDirty(page);
}

int demo_of_the_user(struct device *dev, unsigned long addr)
{
	struct demo_walk walk = { .one = demo_count };
	struct page *pages[2];

	if (get_user_pages_fast(addr, 2, FOLL_WRITE, pages) != 2)
		return -EFAULT;
	demo_arm(&walk);
	demo_walk(pages[0], &walk);
	dma_map_page(dev, pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	put_page(pages[0]);
	put_page(pages[1]);
	return walk.failed;
}
