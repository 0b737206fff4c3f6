// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

enum demo_src { DEMO_USER, DEMO_KERNEL };

struct demo_buf {
	struct device *dev;
	enum demo_src src;
	struct page *page;
};

int demo_get(struct demo_buf *buf, unsigned long addr)
{
	switch (buf->src) {
	case DEMO_USER:
		if (get_user_pages_fast(addr, 1, FOLL_WRITE, &buf->page) != 1)
			return -EFAULT;
		dma_map_page(buf->dev, buf->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
		return 0;
	case DEMO_KERNEL:
		buf->page = alloc_page(GFP_KERNEL);
		return buf->page ? 0 : -ENOMEM;
	}
	return -EINVAL;
}

void demo_put(struct demo_buf *buf)
{
	switch (buf->src) {
	case DEMO_USER:
		put_page(buf->page);
		break;
	case DEMO_KERNEL:
		__free_page(buf->page);
		break;
	}
}
