// SPDX-License-Identifier: GPL-2.0-only
struct paired {
	struct page **pages;
	int count;
};

int paired_pin(unsigned long addr, struct page **pages)
{
	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, pages) != 1)
		return -EFAULT;
	unpin_user_page(pages[0]);
	return 0;
}

/* The variable holds another page meanwhile. */
int paired_other(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	unpin_user_page(page);
	page = alloc_page(GFP_KERNEL);
	put_page(page);
	return 0;
}

int paired_taken(struct paired *p, unsigned long addr)
{
	return pin_user_pages_fast(addr, p->count, FOLL_WRITE, p->pages);
}

void paired_released(struct paired *p)
{
	unpin_user_pages(p->pages, p->count);
}
