// RUN: gupkit-write-without-foll-write
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

int wws_either(unsigned long addr, unsigned int flags)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, flags, &page) != 1)
		return -EFAULT;
	unpin_user_pages_dirty_lock(&page, 1, true);
	return 0;
}

int wws_write(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	unpin_user_pages_dirty_lock(&page, 1, true);
	return 0;
}

int wws_clean(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	unpin_user_pages_dirty_lock(&page, 1, false);
	return 0;
}
