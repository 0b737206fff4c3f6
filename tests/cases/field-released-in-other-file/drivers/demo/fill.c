// SPDX-License-Identifier: GPL-2.0-only
#include "demo.h"

int demo_fill(struct demo_buf *buf, unsigned long addr, unsigned int count)
{
	int got;

	buf->pages = kcalloc(count, sizeof(*buf->pages), GFP_KERNEL);
	if (!buf->pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, count, FOLL_WRITE, buf->pages);
	if (got < 0) {
		kfree(buf->pages);
		buf->pages = NULL;
		return got;
	}
	buf->nr_pages = got;
	dma_map_page(buf->dev, buf->pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}
