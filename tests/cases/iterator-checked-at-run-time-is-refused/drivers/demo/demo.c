// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/uio.h>

ssize_t demo_prep(struct device *dev, struct iov_iter *iter)
{
	struct page *page;
	size_t offset;
	ssize_t len;

	if (!user_backed_iter(iter))
		return -EINVAL;
	len = iov_iter_get_pages2(iter, &page, PAGE_SIZE, 1, &offset);
	if (len <= 0)
		return len;
	dma_map_page(dev, page, offset, len, DMA_TO_DEVICE);
	put_page(page);
	return len;
}
