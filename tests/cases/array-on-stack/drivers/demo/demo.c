// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

int demo_io(struct device *dev, unsigned long addr)
{
	struct page *pages[4];
	int got, i;

	got = get_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	if (got <= 0)
		return -EFAULT;
	dma_map_page(dev, pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return 0;
}
