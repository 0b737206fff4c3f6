// SPDX-License-Identifier: GPL-2.0-only
/* A release of the driver's own, by the kernel's name. */
static void put_page(struct page *page)
{
	flush_dcache_page(page);
}

int own_name(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return 0;
}
