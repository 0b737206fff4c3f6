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

int demo_fill(struct demo_one *one, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &one->page) != 1)
		return -EFAULT;
	dma_map_page(one->dev, one->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

static void demo_drop(struct demo_one *one, bool can_sleep)
{
	if (can_sleep)
		mutex_lock(&one->busy);
	set_page_dirty(one->page);
	put_page(one->page);
	if (can_sleep)
		mutex_unlock(&one->busy);
}

void demo_stop(struct demo_one *one)
{
	demo_drop(one, true);
}

void demo_abort(struct demo_one *one)
{
	spin_lock(&one->queue);
	demo_drop(one, false);
	spin_unlock(&one->queue);
}
