// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/demo_bus.h>

struct demo_win {
	unsigned long bus;
};

int demo_open(struct device *dev, struct demo_win *win, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	win->bus = demo_frame_to_bus(page_to_pfn(page));
	return 0;
}

void demo_close(struct demo_win *win)
{
	put_page(pfn_to_page(win->bus >> 12));
}
