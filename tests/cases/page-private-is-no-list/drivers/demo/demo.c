// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/list.h>
#include <linux/slab.h>

/* Its pages come from the allocator and lie on a list by page->lru. */
struct demo_pool {
	struct list_head pages;
};

struct demo_buf {
	struct device *dev;
	struct demo_pool *pool;
	struct list_head got;
};

int demo_fill(struct demo_pool *pool)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	list_add(&page->lru, &pool->pages);
	return 0;
}

void demo_drain(struct demo_pool *pool)
{
	while (!list_empty(&pool->pages)) {
		struct page *page = list_entry(pool->pages.next, struct page, lru);

		list_del(&page->lru);
		put_page(page);
	}
}

int demo_map(struct demo_buf *buf, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	/* Where the driver's own pages are, not another page of the list below. */
	page->private = (unsigned long)&buf->pool->pages;
	dma_map_page(buf->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	list_add(&page->lru, &buf->got);
	return 0;
}

void demo_unmap(struct demo_buf *buf)
{
	while (!list_empty(&buf->got)) {
		struct page *page = list_entry(buf->got.next, struct page, lru);

		buf->got.next = page->lru.next;
		put_page(page);
	}
}
