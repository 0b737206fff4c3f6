// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

struct demo {
	struct page *page;
};

int demo_get(struct demo *demo, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, &demo->page);
}

/* What was pinned is not released by put_user_page(). */
void demo_put(struct demo *demo)
{
	put_page(demo->page);
	demo->page = NULL;
}
