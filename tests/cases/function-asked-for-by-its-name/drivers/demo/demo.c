// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/symbol.h>
#include <linux/highmem.h>
#include <linux/gfp.h>

/* The other module finds it by symbol_get(): what it gives to it counts as in a direct call. */
void demo_put(struct page *page)
{
	put_page(page);
}
EXPORT_SYMBOL_GPL(demo_put);

int demo_use(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	kmap(page);
	demo_put(page);
	return 0;
}

int demo_other(void)
{
	void (*put)(struct page *) = symbol_get(demo_put);

	put(alloc_page(GFP_KERNEL));
	return 0;
}
