// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
int p76(unsigned long a) { struct page *page, *pages[4]; int i, n; 
	if (get_user_pages_fast(a, 1, 1, &page) != 1) return -14;
	n = get_user_pages_fast(a, 4, 1, pages);
	if (n < 0) { put_page(page); return n; }
	for (i = 0; i < n; i++) {
		struct page *page = pages[i];
		if (page->flags & 8)
			set_page_dirty_lock(page);
		put_page(page);
	}
	put_page(page);
	return 0; }
