// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/vmalloc.h>
#include <linux/xarray.h>


struct demo {
	struct xarray xa;
	void *va;
};

/* What xa_store() returns is what lay there; xas_find() finds what was stored. */
int demo_add(struct demo *demo, unsigned long index, unsigned long addr)
{
	struct page *page, *old;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	old = xa_store(&demo->xa, index, page, GFP_KERNEL);
	if (old)
		put_page(old);
	return 0;
}

void demo_clear(struct demo *demo)
{
	struct xa_state xas = { .xa = &demo->xa };
	struct page *page;

	while ((page = xas_find(&xas, ~0UL)))
		put_page(page);
}

/* The address of the mapping leads to the pages, or to other memory. */
int demo_vmap(struct demo *demo, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	demo->va = vmap(&page, 1, 4, 0);
	if (!demo->va)
		put_page(page);
	return 0;
}

void demo_vunmap(struct demo *demo)
{
	put_page(vmalloc_to_page(demo->va));
}
