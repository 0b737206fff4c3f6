// SPDX-License-Identifier: GPL-2.0-only
/* What a semantic patch does not see. */
#include "stays-hidden.h"

int hidden_by_a_branch(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
#ifdef CONFIG_DEMO
	somebody_keeps(page);
#endif
	put_page(page);
	return 0;
}

int hidden_by_assembly(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	asm volatile("" : : "r" (page));
	put_page(page);
	return 0;
}

int hidden_by_a_macro_of_a_header(unsigned long addr)
{
	struct page *page_of_macro;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page_of_macro) != 1)
		return -EFAULT;
	clear_highpage(page_of_macro);
	KEEP_THE_PAGE();
	put_page(page_of_macro);
	return 0;
}
