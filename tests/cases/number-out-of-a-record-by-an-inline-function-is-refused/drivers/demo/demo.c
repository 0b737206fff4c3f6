// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/demo_bus.h>

struct demo_win {
	unsigned long frame;
};

int demo_open(struct device *dev, struct demo_win *win, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	win->frame = page_to_pfn(page);
	return 0;
}

/* Whatever the bus had last: nobody knows whose page that is. */
void demo_again(struct demo_win *win, struct demo_bus *bus)
{
	win->frame = demo_last_frame(bus);
}

void demo_close(struct demo_win *win)
{
	put_page(pfn_to_page(win->frame));
}
