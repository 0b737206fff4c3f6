// SPDX-License-Identifier: GPL-2.0-only
/* The variable may hold a page that is no user's. */
int other_page(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		page = alloc_page(GFP_KERNEL);
	clear_highpage(page);
	put_page(page);
	return 0;
}

int other_slot(unsigned long addr)
{
	struct page *pages[2];

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, pages) != 1)
		return -EFAULT;
	pages[1] = ZERO_PAGE(0);
	clear_highpage(pages[0]);
	put_page(pages[0]);
	put_page(pages[1]);
	return 0;
}

/* Called from elsewhere with who knows what. */
void other_callers(struct page **pages, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		put_page(pages[i]);
}

int other_release(unsigned long addr)
{
	struct page *pages[2];

	if (get_user_pages_fast(addr, 2, FOLL_WRITE, pages) != 2)
		return -EFAULT;
	clear_highpage(pages[0]);
	other_callers(pages, 2);
	return 0;
}
