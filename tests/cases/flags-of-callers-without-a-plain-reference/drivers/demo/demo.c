// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

static int demo_one_page(struct device *dev, unsigned long addr, unsigned int flags, bool force)
{
	struct page *page;

	if (force)
		flags |= FOLL_FORCE;
	if (get_user_pages_fast(addr, 1, flags, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	put_page(page);
	return 0;
}

int demo_send(struct device *dev, unsigned long addr)
{
	return demo_one_page(dev, addr, 0, true);
}

int demo_receive(struct device *dev, unsigned long addr, bool lasting)
{
	unsigned int flags = FOLL_WRITE;

	if (lasting)
		flags = FOLL_WRITE | FOLL_LONGTERM;
	return demo_one_page(dev, addr, flags, false);
}
