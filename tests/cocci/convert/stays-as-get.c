// SPDX-License-Identifier: GPL-2.0-only
/* The pin dialect leaves these; the other converts them. */
int get_nobody_touches(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (PageReserved(page)) {
		put_page(page);
		return -EINVAL;
	}
	put_page(page);
	return 0;
}

int get_by_flags(unsigned long addr, unsigned int flags)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, flags, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return 0;
}

int get_by_flag(unsigned long addr)
{
	struct page *page;
	unsigned int flags = FOLL_WRITE;

	flags |= FOLL_GET;
	if (get_user_pages_fast(addr, 1, flags, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return 0;
}

int get_without_array(unsigned long addr, bool ask)
{
	struct page **pages = NULL;

	if (ask)
		pages = kmalloc_array(1, sizeof(*pages), GFP_KERNEL);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, pages) != 1)
		return -EFAULT;
	if (pages) {
		clear_highpage(pages[0]);
		put_page(pages[0]);
	}
	kfree(pages);
	return 0;
}
