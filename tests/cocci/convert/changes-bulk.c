// SPDX-License-Identifier: GPL-2.0-only
/* release_pages() takes an int and does nothing for an error. */
int bulk_guarded(unsigned long addr, int count)
{
	struct page *pages[16];
	int got;

	got = get_user_pages_fast(addr, count, FOLL_WRITE, pages);
	if (got < count) {
		if (got > 0)
			release_pages(pages, got);
		return -EFAULT;
	}
	clear_highpage(pages[0]);
	if (got > 0) {
		got--;
		put_page(pages[got]);
		while (got--)
			put_page(pages[got]);
	}
	return 0;
}

int bulk_of_old_trees(unsigned long addr, int count)
{
	struct page *pages[16];
	int got = get_user_pages_fast(addr, count, 1, pages);

	if (got > 0) {
		clear_highpage(pages[0]);
		release_pages(pages, got, 0);
	}
	return got;
}

/* Nothing says that the count is no error: the group stays. */
int bulk_may_be_negative(unsigned long addr, int count)
{
	struct page *pages[16];
	int got = get_user_pages_fast(addr, count, FOLL_WRITE, pages);

	clear_highpage(pages[0]);
	release_pages(pages, got);
	return got;
}

/* The count changes under its test: the group stays. */
int bulk_count_changes(unsigned long addr, int count)
{
	struct page *pages[16];
	int got = get_user_pages_fast(addr, count, FOLL_WRITE, pages);

	if (got > 0) {
		clear_highpage(pages[0]);
		got = -EFAULT;
		release_pages(pages, got);
	}
	return got;
}
