// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-types.h>

struct demo_win {
	u64 dma;
};

int demo_open(struct demo_win *win, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	win->dma = dma64_add(virt_to_dma64(page_address(page)), addr & ~PAGE_MASK);
	return 0;
}

void demo_close(struct demo_win *win)
{
	put_page(virt_to_page(dma64_to_virt(win->dma)));
}
