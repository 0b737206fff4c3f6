// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_buf {
	struct device *dev;
	struct page *pages[8];
	unsigned int nr;
};

int demo_fill(struct demo_buf *buf, unsigned long addr, bool longterm)
{
	int got;

	if (longterm)
		got = pin_user_pages_fast(addr, 8, FOLL_WRITE | FOLL_LONGTERM, buf->pages);
	else
		got = get_user_pages_fast(addr, 8, FOLL_WRITE, buf->pages);
	if (got < 0)
		return got;
	buf->nr = got;
	dma_map_page(buf->dev, buf->pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

void demo_empty(struct demo_buf *buf)
{
	unsigned int i;

	for (i = 0; i < buf->nr; i++)
		put_page(buf->pages[i]);
}
