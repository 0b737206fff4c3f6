// SPDX-License-Identifier: GPL-2.0-only
/* Loops become the bulk call where their count is no error. */
int loop_guarded(unsigned long addr, int count)
{
	struct page *pages[16];
	int i, got;

	got = get_user_pages_fast(addr, count, 0, pages);
	if (got > 0) {
		flush_dcache_page(pages[0]);
		clear_highpage(pages[0]);
		for (i = 0; i < got; i++)
			put_page(pages[i]);
	}
	return got;
}

int loop_unsigned(unsigned long addr, unsigned int count)
{
	struct page **pages;
	unsigned int i;

	pages = kmalloc_array(count, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	if (get_user_pages_fast(addr, count, FOLL_WRITE, pages) != count)
		return -EFAULT;
	for (i = 0; i < count; ++i)
		clear_highpage(pages[i]);
	for (i = 0; i < count; ++i)
		put_page(pages[i]);
	kfree(pages);
	return 0;
}

/* For -EFAULT it does nothing, the bulk call would run wild: the loop stays. */
int loop_may_be_negative(unsigned long addr, int count)
{
	struct page *pages[16];
	int i, got;

	got = get_user_pages_fast(addr, count, FOLL_WRITE, pages);
	for (i = 0; i < got; i++)
		clear_highpage(pages[i]);
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return got;
}

/* The variable is read after the loop: the loop stays. */
unsigned int loop_variable_is_read(unsigned long addr, unsigned int count)
{
	struct page *pages[16];
	unsigned int i;

	if (get_user_pages_fast(addr, count, FOLL_WRITE, pages) != count)
		return 0;
	clear_highpage(pages[0]);
	for (i = 0; i < count; i++)
		put_page(pages[i]);
	return i;
}

/* The body does more than release: the loop stays. */
void loop_with_work(unsigned long addr, unsigned int count)
{
	struct page *pages[16];
	unsigned int i;

	if (get_user_pages_fast(addr, count, FOLL_WRITE, pages) != count)
		return;
	for (i = 0; i < count; i++) {
		clear_highpage(pages[i]);
		put_page(pages[i]);
	}
}

void loop_backwards(unsigned long addr, unsigned int count)
{
	struct page *pages[16];

	if (get_user_pages_fast(addr, count, FOLL_WRITE, pages) != count)
		return;
	clear_highpage(pages[0]);
	while (count)
		put_page(pages[--count]);
}
