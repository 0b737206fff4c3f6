// SPDX-License-Identifier: GPL-2.0-only
/* One page, by its own variable and by an element. */
int one_set(unsigned long addr, int bit)
{
	struct page *page;
	void *base;
	int got;

	got = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	if (got != 1)
		return -EFAULT;
	base = kmap_atomic(page);
	set_bit(bit, base);
	kunmap_atomic(base);
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

int one_read(unsigned long addr, u32 *value, bool dirty)
{
	struct page *pages[1];
	u32 *from;

	if (get_user_pages(addr, 1, FOLL_WRITE | FOLL_FORCE, pages, NULL) != 1)
		return -EFAULT;
	from = kmap_local_page(pages[0]);
	*value = from[3];
	kunmap_local(from);
	if (dirty)
		set_page_dirty_lock(pages[0]);
	put_page(pages[0]);
	return 0;
}

int one_plain_dirty(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	set_page_dirty(page);
	put_page(page);
	return 0;
}
