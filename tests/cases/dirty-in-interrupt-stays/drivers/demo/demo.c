// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/interrupt.h>

struct demo_one {
	struct device *dev;
	struct page *page;
	bool write;
};

int demo_fill(struct demo_one *one, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &one->page) != 1)
		return -EFAULT;
	dma_map_page(one->dev, one->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

static irqreturn_t demo_irq(int irq, void *data)
{
	struct demo_one *one = data;

	if (one->write)
		set_page_dirty(one->page);
	put_page(one->page);
	one->page = NULL;
	return IRQ_HANDLED;
}

int demo_probe(struct demo_one *one, unsigned int irq)
{
	return request_irq(irq, demo_irq, 0, "demo", one);
}
