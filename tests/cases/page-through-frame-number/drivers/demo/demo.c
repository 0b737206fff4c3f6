// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_map {
	struct device *dev;
	unsigned long pfn;
};

int demo_map(struct demo_map *map, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma_map_page(map->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	map->pfn = page_to_pfn(page);
	return 0;
}

void demo_unmap(struct demo_map *map)
{
	put_page(pfn_to_page(map->pfn));
}
