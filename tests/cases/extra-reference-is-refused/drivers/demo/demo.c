// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_pair {
	struct device *dev;
	struct page *page;
	struct page *again;
};

int demo_get(struct demo_pair *p, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &p->page) != 1)
		return -EFAULT;
	dma_map_page(p->dev, p->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	get_page(p->page);
	p->again = p->page;
	return 0;
}

void demo_put(struct demo_pair *p)
{
	put_page(p->again);
	put_page(p->page);
}
