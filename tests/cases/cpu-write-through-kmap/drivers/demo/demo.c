// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/highmem.h>

/* Case 5 of pin_user_pages.rst: the CPU writes to the data of the page. */
int demo_poke(unsigned long addr, u8 value)
{
	struct page *page;
	u8 *p;

	if (get_user_pages_fast(addr & PAGE_MASK, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	p = kmap_local_page(page);
	p[offset_in_page(addr)] = value;
	kunmap_local(p);
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}
