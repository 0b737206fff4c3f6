// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_buf {
	struct device *dev;
	struct page *page;
};

struct page *demo_fw_page(unsigned int index);

int demo_get(struct demo_buf *buf, unsigned long addr, unsigned int index)
{
	if (!addr) {
		/* Defined nowhere in this tree. */
		buf->page = demo_fw_page(index);
		return 0;
	}
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &buf->page) != 1)
		return -EFAULT;
	dma_map_page(buf->dev, buf->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

void demo_put(struct demo_buf *buf)
{
	put_page(buf->page);
}
