// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

int demo_io(struct device *dev, unsigned long addr, int count)
{
	struct page *pages[8];
	int got, i;

	got = get_user_pages_fast(addr, count, 0, pages);
	if (got < 0)
		return got;

	/* All of them, or none. */
	if (got < count) {
		for (i = 0; i < got; i++)
			put_page(pages[i]);
		return -EFAULT;
	}
	dma_map_page(dev, pages[0], 0, PAGE_SIZE, DMA_TO_DEVICE);
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return 0;
}
