// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_pinned {
	struct device *dev;
	struct page *page;
};

/* Held for good: nothing in the tree drops it. */
int demo_hold(struct demo_pinned *p, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &p->page) != 1)
		return -EFAULT;
	dma_map_page(p->dev, p->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}
