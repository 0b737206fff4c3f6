// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

int wwf_receive(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	unpin_user_pages_dirty_lock(&page, 1, true); /* finding: write-without-foll-write */
	return 0;
}

int wwf_dirty(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	set_page_dirty_lock(page); /* finding: write-without-foll-write */
	unpin_user_page(page);
	return 0;
}
