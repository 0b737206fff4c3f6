// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

struct demo_one {
	struct device *dev;
	unsigned int gup_flags;
};

void demo_init(struct demo_one *one)
{
	one->gup_flags = FOLL_GET | FOLL_WRITE;
}

int demo_send(struct demo_one *one, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, one->gup_flags, &page) != 1)
		return -EFAULT;
	dma_map_page(one->dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	put_page(page);
	return 0;
}
