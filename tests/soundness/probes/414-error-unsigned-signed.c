// SPDX-License-Identifier: GPL-2.0-only
/* An error that was unsigned for a moment. */
#include <linux/red.h>
#include <linux/highmem.h>
int p414(unsigned long a) { struct page *pages[4]; unsigned int got = get_user_pages_fast(a, 4, 1, pages); int i, n = got;
	if (n > 0) kunmap(kmap(pages[0]));
	for (i = 0; i < n; i++) put_page(pages[i]);
	return n; }
