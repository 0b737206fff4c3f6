// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/gfp.h>
#include <linux/highmem.h>

struct demo {
	unsigned long pfn;
	unsigned long left;
};

int demo_fill(struct demo *demo, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	kmap(page);
	demo->pfn = page_to_pfn(page);
	return 0;
}

/* The page lies in the same field for a while, but its reference ends here. */
int demo_probe(struct demo *demo)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	demo->pfn = page_to_pfn(page);
	kmap(page);
	demo->pfn = 0;
	__free_page(page);
	return 0;
}

void demo_drop(struct demo *demo)
{
	put_page(pfn_to_page(demo->pfn));
}

int demo_fill_left(struct demo *demo, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	kmap(page);
	demo->left = page_to_pfn(page);
	return 0;
}

/* On one path it stays where it was put: what drops it may be demo_drop_left(). */
int demo_probe_left(struct demo *demo, int keep)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	demo->left = page_to_pfn(page);
	kmap(page);
	if (keep)
		return 0;
	__free_page(page);
	return 0;
}

void demo_drop_left(struct demo *demo)
{
	put_page(pfn_to_page(demo->left));
}
