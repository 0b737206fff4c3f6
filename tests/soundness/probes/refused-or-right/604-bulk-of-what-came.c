// SPDX-License-Identifier: GPL-2.0-only
/* release_pages() of what the acquire returned, an error perhaps. */
#include <linux/red.h>
#include <linux/highmem.h>
int p604(unsigned long a) { struct page *pages[4]; int got = get_user_pages_fast(a, 4, 1, pages);
	if (got > 0) kunmap(kmap(pages[0]));
	release_pages(pages, got);
	return got; }
