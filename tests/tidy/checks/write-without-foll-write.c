// RUN: gupkit-write-without-foll-write
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

int wwf_receive(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	unpin_user_pages_dirty_lock(&page, 1, true);
// CHECK-MESSAGES: :[[@LINE-1]]:2: warning: unpin_user_pages_dirty_lock() says that the pages were written to, but they were taken without FOLL_WRITE [gupkit-write-without-foll-write]
	return 0;
}

int wwf_dirty(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	set_page_dirty_lock(page);
// CHECK-MESSAGES: :[[@LINE-1]]:2: warning: set_page_dirty_lock() says that the page was written to, but it was taken without FOLL_WRITE [gupkit-write-without-foll-write]
	unpin_user_page(page);
	return 0;
}
