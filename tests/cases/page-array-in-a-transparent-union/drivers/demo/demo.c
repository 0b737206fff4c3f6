// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_buf {
	struct device *dev;
	struct page **pages;
	unsigned int nr;
};

int demo_fill(struct demo_buf *buf, unsigned long addr, unsigned int count)
{
	int got;

	buf->pages = kcalloc(count, sizeof(*buf->pages), GFP_KERNEL);
	if (!buf->pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, count, FOLL_WRITE, buf->pages);
	if (got < 0) {
		kfree(buf->pages);
		return got;
	}
	buf->nr = got;
	dma_map_page(buf->dev, buf->pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

void demo_empty(struct demo_buf *buf)
{
	release_pages(buf->pages, buf->nr);
	kfree(buf->pages);
}
