// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
int demo(struct device *dev, unsigned long addr, int n)
{
	struct page **list = (struct page **)__get_free_page(GFP_KERNEL);
	int i, got;

	if (!list)
		return -ENOMEM;
	got = get_user_pages_fast(addr, n, FOLL_WRITE, list);
	dma_map_page(dev, list[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	for (i = 0; i < got; i++)
		put_page(list[i]);
	free_page((unsigned long)list);
	return 0;
}
