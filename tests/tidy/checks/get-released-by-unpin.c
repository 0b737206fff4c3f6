// RUN: gupkit-get-released-by-unpin
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

int gru_touch(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	unpin_user_page(page);
// CHECK-MESSAGES: :[[@LINE-1]]:2: warning: unpin_user_page() takes off a pin that get_user_pages() never put on the page [gupkit-get-released-by-unpin]
	return 0;
}
