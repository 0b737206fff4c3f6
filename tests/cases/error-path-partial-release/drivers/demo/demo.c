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
	unsigned int done = 0;
	int got;

	buf->pages = kcalloc(count, sizeof(*buf->pages), GFP_KERNEL);
	if (!buf->pages)
		return -ENOMEM;
	while (done < count) {
		got = get_user_pages_fast(addr + done * PAGE_SIZE, count - done, FOLL_WRITE,
					  &buf->pages[done]);
		if (got <= 0)
			goto undo;
		done += got;
	}
	buf->nr = count;
	dma_map_page(buf->dev, buf->pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;

undo:
	while (done)
		put_page(buf->pages[--done]);
	return -EFAULT;
}

void demo_empty(struct demo_buf *buf)
{
	unsigned int i;

	for (i = 0; i < buf->nr; i++)
		put_page(buf->pages[i]);
}
