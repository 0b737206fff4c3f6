// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

void *demo_window(unsigned long addr, int nr)
{
	struct page **pages;
	void *va;
	int got;

	pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return NULL;
	got = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got != nr)
		goto fail;
	va = vmap(pages, nr, VM_MAP | VM_MAP_PUT_PAGES, PAGE_KERNEL);
	if (va)
		return va;
fail:
	if (got > 0)
		release_pages(pages, got);
	kvfree(pages);
	return NULL;
}

void demo_window_close(void *va)
{
	vfree(va);
}
