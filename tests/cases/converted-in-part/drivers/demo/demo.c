// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

/* As a kernel of 5.4 declares them. */
void put_user_page(struct page *page);
void put_user_pages_dirty_lock(struct page **pages, unsigned long npages, bool make_dirty);

int demo_read(struct device *dev, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (dma_mapping_error(dev, dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE))) {
		put_page(page);
		return -EIO;
	}
	put_user_pages_dirty_lock(&page, 1, true);
	return 0;
}

int demo_write(struct device *dev, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	put_user_page(page);
	return 0;
}
