// SPDX-License-Identifier: GPL-2.0-only
/* Somebody else gets the page, or a part of it: nothing is converted here. */
struct keeper {
	struct page *page;
	struct page **pages;
	void *memory;
};

int kept_in_a_record(struct keeper *k, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	if (k->page) {
		put_page(page);
		return -EBUSY;
	}
	k->page = page;
	return 0;
}

struct page *kept_by_the_caller(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return NULL;
	clear_highpage(page);
	if (PageReserved(page)) {
		put_page(page);
		return NULL;
	}
	return page;
}

int kept_by_a_function(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	somebody_keeps(page);
	put_page(page);
	return 0;
}

int kept_by_its_address(struct keeper *k, unsigned long addr)
{
	struct page *page;
	void *memory;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	memory = page_address(page);
	k->memory = memory;
	put_page(page);
	return 0;
}

int kept_by_a_part_of_its_address(unsigned long addr)
{
	struct page *page;
	char *memory;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	memory = kmap(page);
	somebody_keeps(&memory[8]);
	kunmap(page);
	put_page(page);
	return 0;
}

int kept_by_its_array(unsigned long addr)
{
	struct page *pages[4];
	struct keeper k = { .pages = pages };

	if (get_user_pages_fast(addr, 4, FOLL_WRITE, pages) != 4)
		return -EFAULT;
	clear_highpage(pages[0]);
	somebody_keeps(&k);
	put_page(pages[0]);
	return 0;
}

int kept_by_one_more_reference(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	get_page(page);
	put_page(page);
	return 0;
}

int kept_for_the_next_call(unsigned long addr)
{
	static struct page *page;

	if (page)
		put_page(page);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	return 0;
}
