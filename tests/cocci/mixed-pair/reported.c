// SPDX-License-Identifier: GPL-2.0-only
struct mixed {
	struct page **pages;
	int count;
};

int mixed_pin_put(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	put_page(page);
	return 0;
}

int mixed_get_unpin(unsigned long addr, struct page **pages, int count)
{
	int got = get_user_pages_fast(addr, count, FOLL_WRITE, pages);

	if (got > 0)
		unpin_user_pages(pages, got);
	return 0;
}

int mixed_not_converted(unsigned long addr, struct page **pages, int count)
{
	int i, got = get_user_pages_fast(addr, count, FOLL_WRITE, pages);

	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return 0;
}

int mixed_taken(struct mixed *m, unsigned long addr)
{
	return pin_user_pages_fast(addr, m->count, FOLL_WRITE, m->pages);
}

void mixed_released(struct mixed *m)
{
	int i;

	for (i = 0; i < m->count; i++)
		put_page(m->pages[i]);
}
