// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/list.h>

struct demo_set {
	struct list_head pages;
};

int demo_add(struct device *dev, struct demo_set *set, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	list_add_tail(&page->lru, &set->pages);
	return 0;
}

void demo_drop(struct demo_set *set)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, &set->pages, lru) {
		list_del(&page->lru);
		put_page(page);
	}
}
