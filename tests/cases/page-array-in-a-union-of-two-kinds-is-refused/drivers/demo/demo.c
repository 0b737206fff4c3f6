// SPDX-License-Identifier: GPL-2.0-only
/* The driver fills the union itself, with pages of two kinds: what comes out of it is either. */
#include <linux/mm.h>
#include <linux/slab.h>

int demo_user(unsigned long addr, struct page **pages, unsigned int count)
{
	release_pages_arg arg;
	int got = get_user_pages_fast(addr, count, FOLL_WRITE, pages);

	if (got < 0)
		return got;
	arg.pages = pages;
	release_pages(arg, got);
	return 0;
}

void demo_own(struct page **pages, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		pages[i] = alloc_page(GFP_KERNEL);
	release_pages((release_pages_arg){ .pages = pages }, count);
}
