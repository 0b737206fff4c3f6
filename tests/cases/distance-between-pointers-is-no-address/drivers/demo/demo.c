// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

/* One word of the device's ring: a length, or the address of the driver's own page. */
struct demo_word {
	unsigned long value;
};

struct demo_win {
	struct page *page;
	struct demo_word len, own;
};

int demo_open(struct demo_win *win, unsigned long addr, unsigned long used)
{
	char *start, *end;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &win->page) != 1)
		return -EFAULT;
	start = page_address(win->page);
	end = start + used;
	win->len.value = end - start;
	return 0;
}

void demo_close(struct demo_win *win)
{
	put_page(win->page);
}

int demo_ring(struct demo_win *win)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	win->own.value = (unsigned long)page_address(page);
	return 0;
}

void demo_stop(struct demo_win *win)
{
	put_page(virt_to_page((void *)win->own.value));
}
