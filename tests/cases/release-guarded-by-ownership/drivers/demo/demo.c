// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_one {
	struct device *dev;
	struct page *page;
	bool owned;
};

int demo_get(struct demo_one *one, unsigned long addr)
{
	one->owned = false;
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &one->page) != 1)
		return -EFAULT;
	dma_map_page(one->dev, one->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	one->owned = true;
	return 0;
}

void demo_put(struct demo_one *one)
{
	if (one->owned && one->page)
		put_page(one->page);
	one->owned = false;
}
