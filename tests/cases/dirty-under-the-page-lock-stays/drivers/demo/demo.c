// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/pagemap.h>
#include <linux/slab.h>

struct demo_one {
	struct device *dev;
	struct page *page;
};

int demo_fill(struct demo_one *one, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &one->page) != 1)
		return -EFAULT;
	dma_map_page(one->dev, one->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

static void demo_drop(struct demo_one *one)
{
	set_page_dirty(one->page);
	put_page(one->page);
}

/* The page in the cache may be the user's. */
void demo_write_back(struct demo_one *one, struct page *cached)
{
	lock_page(cached);
	demo_drop(one);
	unlock_page(cached);
}
