// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>


static void demo_copy(struct page *page, struct page *other)
{
	get_page(other);
	/* The same number of gets and puts, and yet the caller's reference goes. */
	put_page(page);
}

int demo_take(unsigned long addr, struct page *other)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	demo_copy(page, page);
	put_page(page);
	return 0;
}
