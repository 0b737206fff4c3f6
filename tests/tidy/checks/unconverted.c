// RUN: gupkit-unconverted
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/highmem.h>
#include <linux/mm.h>

int unc_zero(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: get_user_pages_fast() takes pages that nothing tracks, and each of their releases could be converted [gupkit-unconverted]
// CHECK-FIXES: if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	*(char *)kmap(page) = 0;
	kunmap(page);
	put_page(page);
// CHECK-FIXES: unpin_user_page(page);
	return 0;
}
