// SPDX-License-Identifier: GPL-2.0-only
/* Functions of the file that nobody else calls are accounted for. */
static void helper_clear(struct page **pages, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		clear_highpage(pages[i]);
}

static void helper_release(struct page **pages, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
}

static int helper_get(unsigned long addr, unsigned int count, struct page **pages)
{
	if (get_user_pages_fast(addr, count, FOLL_WRITE, pages) == count)
		return 0;
	return -EFAULT;
}

int helper_all(unsigned long addr)
{
	struct page *pages[4];

	if (helper_get(addr, 4, pages))
		return -EFAULT;
	helper_clear(pages, 4);
	helper_release(pages, 4);
	return 0;
}
