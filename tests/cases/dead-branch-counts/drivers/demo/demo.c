// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/highmem.h>

/* No configuration compiles the branches: what they do to the page counts all the same. */
int demo_looks(unsigned long addr, int n)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	kmap(page);
#ifdef CONFIG_DEMO_LOOKS
	n = page_to_pfn(page);
#endif
	put_page(page);
	return n;
}

int demo_takes(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	kmap(page);
#ifdef CONFIG_DEMO_TAKES
	get_page(page);
#endif
	put_page(page);
	return 0;
}

int demo_leaves(unsigned long addr, int n)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	kmap(page);
#ifndef CONFIG_DEMO_LEAVES
	n++;
#else
	if (n)
		return 0;
#endif
	put_page(page);
	return 0;
}

/* Two symbols have to be set: no single reading has the inner one. */
int demo_within(unsigned long addr, int n)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	kmap(page);
#ifdef CONFIG_DEMO_OUTER
	n++;
#ifdef CONFIG_DEMO_INNER
	get_page(page);
#endif
#endif
	put_page(page);
	return n;
}

/* Nothing declares this one. */
int demo_broken(unsigned long addr, int n)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	kmap(page);
#ifdef CONFIG_DEMO_BROKEN
	demo->page = page;
#endif
	put_page(page);
	return n;
}
