// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

/* vmap() takes the pages over where its flags have VM_MAP_PUT_PAGES, however they are written. */
#define DEMO_FLAGS (VM_MAP | VM_MAP_PUT_PAGES)
#define DEMO_ONLY_MAP (VM_MAP | 0)

struct demo {
	unsigned long flags;
	struct page *pages[4];
	void *va;
};

void *demo_macro(unsigned long addr)
{
	struct page *pages[4];
	void *va;
	int i;

	if (get_user_pages_fast(addr, 4, FOLL_WRITE, pages) != 4)
		return NULL;
	va = vmap(pages, 4, DEMO_FLAGS, PAGE_KERNEL);
	if (!va)
		for (i = 0; i < 4; i++)
			put_page(pages[i]);
	return va;
}

void *demo_variable(unsigned long addr, struct demo *demo)
{
	struct page *pages[4];
	void *va;
	int i;

	if (get_user_pages_fast(addr, 4, FOLL_WRITE, pages) != 4)
		return NULL;
	va = vmap(pages, 4, demo->flags, PAGE_KERNEL);
	if (!va)
		for (i = 0; i < 4; i++)
			put_page(pages[i]);
	return va;
}

int demo_constant(unsigned long addr, struct demo *demo)
{
	if (get_user_pages_fast(addr, 4, FOLL_WRITE, demo->pages) != 4)
		return -EFAULT;
	demo->va = vmap(demo->pages, 4, DEMO_ONLY_MAP, PAGE_KERNEL);
	return 0;
}

void demo_constant_done(struct demo *demo)
{
	int i;

	vunmap(demo->va);
	for (i = 0; i < 4; i++)
		put_page(demo->pages[i]);
}
