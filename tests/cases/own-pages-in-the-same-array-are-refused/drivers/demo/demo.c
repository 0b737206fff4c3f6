// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_buf {
	struct device *dev;
	struct page *pages[8];
	unsigned int nr;
};

int demo_fill(struct demo_buf *buf, unsigned long addr)
{
	struct page *head;

	/* The first page is a header of our own, the rest is the user's. */
	head = alloc_page(GFP_KERNEL);
	if (!head)
		return -ENOMEM;
	buf->pages[0] = head;
	if (get_user_pages_fast(addr, 7, 0, &buf->pages[1]) != 7) {
		__free_page(head);
		return -EFAULT;
	}
	buf->nr = 8;
	dma_map_page(buf->dev, buf->pages[1], 0, PAGE_SIZE, DMA_TO_DEVICE);
	return 0;
}

void demo_empty(struct demo_buf *buf)
{
	unsigned int i;

	for (i = 0; i < buf->nr; i++)
		put_page(buf->pages[i]);
}
