// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/mutex.h>

static struct mutex demo_lock;

int demo_read(struct device *dev, unsigned long addr, bool write)
{
	struct page *page;

	mutex_lock(&demo_lock);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1) {
		mutex_unlock(&demo_lock);
		return -EFAULT;
	}
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (write)
		set_page_dirty(page);
	put_page(page);
	mutex_unlock(&demo_lock);
	return 0;
}
