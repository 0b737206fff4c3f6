// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>


static void demo_use(struct device *dev, struct page **pages)
{
	int i;

	for (i = 0; i < 2; i++) {
		dma_map_page(dev, pages[i], 0, PAGE_SIZE, DMA_FROM_DEVICE);
		put_page(pages[i]);
	}
}

int demo_take(struct device *dev, unsigned long addr)
{
	struct page *pages[2];

	if (get_user_pages_unlocked(addr, 2, pages, FOLL_GET) != 2)
		return -EFAULT;
	demo_use(dev, pages);
	if (get_user_pages_fast(addr, 2, FOLL_WRITE | FOLL_GET, pages) != 2)
		return -EFAULT;
	demo_use(dev, pages);
	if (get_user_pages_fast(addr, 2, FOLL_GET | FOLL_WRITE, pages) != 2)
		return -EFAULT;
	demo_use(dev, pages);
	return 0;
}
