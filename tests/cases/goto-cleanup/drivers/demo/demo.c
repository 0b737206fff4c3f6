// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

int demo_pair(struct device *dev, unsigned long a, unsigned long b)
{
	struct page *first, *second;
	int ret;

	ret = get_user_pages_fast(a, 1, 0, &first);
	if (ret != 1)
		return -EFAULT;
	ret = get_user_pages_fast(b, 1, FOLL_WRITE, &second);
	if (ret != 1) {
		ret = -EFAULT;
		goto put_first;
	}
	dma_map_page(dev, second, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	ret = dma_mapping_error(dev, dma_map_page(dev, first, 0, PAGE_SIZE, DMA_TO_DEVICE));
	if (ret)
		goto put_second;
	ret = 0;

put_second:
	put_page(second);
put_first:
	put_page(first);
	return ret;
}
