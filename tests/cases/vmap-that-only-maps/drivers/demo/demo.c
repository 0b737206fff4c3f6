// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

int demo_clear(unsigned long addr, unsigned int nr)
{
	struct page **pages;
	void *va;
	int got, ret = -EFAULT;

	pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got <= 0)
		goto free;
	va = vmap(pages, got, VM_MAP, PAGE_KERNEL);
	if (va) {
		*(u8 *)va = 0;
		vunmap(va);
		ret = 0;
	}
	release_pages(pages, got);
free:
	kvfree(pages);
	return ret;
}
