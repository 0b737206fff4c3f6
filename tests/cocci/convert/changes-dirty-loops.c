// SPDX-License-Identifier: GPL-2.0-only
/* Loops that mark and release. */
int dirty_always(unsigned long addr, unsigned int count)
{
	struct page *pages[16];
	unsigned int i;

	if (get_user_pages_fast(addr, count, FOLL_WRITE, pages) != count)
		return -EFAULT;
	clear_highpage(pages[0]);
	for (i = 0; i < count; i++) {
		set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
	return 0;
}

int dirty_sometimes(unsigned long addr, unsigned int count, bool write)
{
	struct page *pages[16];

	if (get_user_pages_fast(addr, count, write ? FOLL_WRITE : 0, pages) != count)
		return -EFAULT;
	clear_highpage(pages[0]);
	for (unsigned int i = 0; i < count; i++) {
		if (write)
			set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
	return 0;
}

/* The condition asks each page: the loop stays. */
int dirty_by_page(unsigned long addr, unsigned int count)
{
	struct page *pages[16];
	unsigned int i;

	if (get_user_pages_fast(addr, count, FOLL_WRITE, pages) != count)
		return -EFAULT;
	clear_highpage(pages[0]);
	for (i = 0; i < count; i++) {
		if (!PageReserved(pages[i]))
			set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
	return 0;
}

int dirty_through_a_variable(unsigned long addr, unsigned int count)
{
	struct page *pages[16];
	struct page *page;
	unsigned int i;

	if (get_user_pages_fast(addr, count, FOLL_WRITE, pages) != count)
		return -EFAULT;
	clear_highpage(pages[0]);
	for (i = 0; i < count; i++) {
		page = pages[i];
		if (!PageReserved(page))
			SetPageDirty(page);
		put_page(page);
	}
	return 0;
}
