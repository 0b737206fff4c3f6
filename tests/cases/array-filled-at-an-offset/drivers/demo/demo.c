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
	struct page *page;

	buf->pages = kcalloc(count, sizeof(*buf->pages), GFP_KERNEL);
	if (!buf->pages)
		return -ENOMEM;
	buf->nr = 0;
	while (buf->nr < count) {
		if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
			break;
		dma_map_page(buf->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
		buf->pages[buf->nr++] = page;
		addr += PAGE_SIZE;
	}
	return buf->nr == count ? 0 : -EFAULT;
}

void demo_empty(struct demo_buf *buf)
{
	unsigned int i;

	for (i = 0; i < buf->nr; i++)
		put_page(buf->pages[i]);
	kfree(buf->pages);
}
