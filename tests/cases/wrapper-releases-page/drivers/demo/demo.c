// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

static void demo_drop(struct page *page)
{
	if (page)
		put_page(page);
}

int demo_io(struct device *dev, unsigned long addr, unsigned long other)
{
	struct page *src = NULL, *dst = NULL;
	int ret = -EFAULT;

	if (get_user_pages_fast(addr, 1, 0, &src) != 1)
		goto out;
	if (get_user_pages_fast(other, 1, FOLL_WRITE, &dst) != 1)
		goto out;
	ret = dma_mapping_error(dev, dma_map_page(dev, src, 0, PAGE_SIZE, DMA_TO_DEVICE));
	if (!ret)
		ret = dma_mapping_error(dev, dma_map_page(dev, dst, 0, PAGE_SIZE,
							  DMA_FROM_DEVICE));
out:
	demo_drop(dst);
	demo_drop(src);
	return ret;
}
