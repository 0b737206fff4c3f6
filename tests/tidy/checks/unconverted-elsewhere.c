// RUN: gupkit-unconverted
// SPDX-License-Identifier: GPL-2.0-only
// Another configuration reads other code: it may drop the pages otherwise, and nobody has read it here.
#include <linux/highmem.h>
#include <linux/mm.h>

#ifdef CONFIG_ELSEWHERE
static void els_drop(struct page *page)
{
	put_page(page);
}
#else
static void els_drop(struct page *page)
{
	put_page(page);
}
#endif

int els_zero(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	*(char *)kmap(page) = 0;
	kunmap(page);
	els_drop(page);
	return 0;
}
