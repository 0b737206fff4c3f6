// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct demo_one {
	struct device *dev;
	struct mutex busy;
	spinlock_t queue;
	struct page *page;
};

static void demo_lock(struct demo_one *one)
{
	spin_lock(&one->queue);
}

static void demo_unlock(struct demo_one *one)
{
	spin_unlock(&one->queue);
}

int demo_read(struct demo_one *one, unsigned long addr)
{
	mutex_lock(&one->busy);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &one->page) != 1) {
		mutex_unlock(&one->busy);
		return -EFAULT;
	}
	dma_map_page(one->dev, one->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	demo_lock(one);
	set_page_dirty(one->page);
	put_page(one->page);
	demo_unlock(one);
	mutex_unlock(&one->busy);
	return 0;
}
