// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/mutex.h>
#include <linux/slab.h>

/* Firmware: whether it takes the lock of the queue is not known. */
int demo_firmware_stop(int channel);

static struct mutex demo_busy;

int demo_read(struct device *dev, unsigned long addr, int channel)
{
	struct page *page;

	mutex_lock(&demo_busy);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1) {
		mutex_unlock(&demo_busy);
		return -EFAULT;
	}
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	demo_firmware_stop(channel);
	set_page_dirty(page);
	put_page(page);
	mutex_unlock(&demo_busy);
	return 0;
}
