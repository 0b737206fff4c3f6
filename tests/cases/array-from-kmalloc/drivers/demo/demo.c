// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

int demo_fill_user(unsigned long addr, unsigned int count, u8 value)
{
	struct page **pages;
	unsigned int i, nr;
	long ret;

	pages = kvmalloc_array(count, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;

	ret = get_user_pages_unlocked(addr, count, pages, FOLL_WRITE);
	if (ret < 0)
		goto free;
	nr = ret;
	for (i = 0; i < nr; i++) {
		void *p = kmap_local_page(pages[i]);

		memset(p, value, PAGE_SIZE);
		kunmap_local(p);
		set_page_dirty_lock(pages[i]);
	}
	for (i = 0; i < nr; i++)
		put_page(pages[i]);
	ret = 0;
free:
	kvfree(pages);
	return ret;
}
