// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

int demo_io(struct device *dev, unsigned long addr, int count)
{
	struct page *pages[8];
	int i, ret = 0;

	for (i = 0; i < count; i++) {
		if (get_user_pages_fast(addr + i * PAGE_SIZE, 1, 0, &pages[i]) != 1) {
			ret = -EFAULT;
			break;
		}
		dma_map_page(dev, pages[i], 0, PAGE_SIZE, DMA_TO_DEVICE);
	}
	while (--i >= 0)
		put_page(pages[i]);
	return ret;
}
