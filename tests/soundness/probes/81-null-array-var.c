// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
long p81(unsigned long a, int want) { struct page *arr[4], **pages = want ? arr : NULL; long i, n;
	n = get_user_pages(a, 4, 1, pages, NULL);
	if (n > 0 && pages)
		for (i = 0; i < n; i++) { page_address(pages[i]); put_page(pages[i]); }
	return n; }
