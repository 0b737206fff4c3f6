// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

/* No bodies in this tree; the model file says what they do. */
struct page *demo_fw_page(unsigned int index);

struct demo_one {
	struct device *dev;
	struct page *page;
};

int demo_user(struct demo_one *one, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &one->page) != 1)
		return -EFAULT;
	dma_map_page(one->dev, one->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

void demo_own(struct demo_one *one, unsigned int index)
{
	one->page = demo_fw_page(index);
}

void demo_put(struct demo_one *one)
{
	put_page(one->page);
}
