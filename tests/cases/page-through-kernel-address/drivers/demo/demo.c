// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

struct demo_win {
	void *va;
};

int demo_open(struct demo_win *win, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	win->va = page_address(page);
	return 0;
}

void demo_close(struct demo_win *win)
{
	put_page(virt_to_page(win->va));
}
