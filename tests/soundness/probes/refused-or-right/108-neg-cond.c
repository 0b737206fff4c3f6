// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* GUP may have taken fewer pages: the rest of the array is ours */
#include <linux/gfp.h>
int p108(unsigned long a) { struct page *pages[4]; int i, n = get_user_pages_fast(a, 4, 1, pages);
	if (n < 0) n = 0;
	for (i = n; i < 4; i++) pages[i] = alloc_page(0);
	for (i = 0; i < n; i++) put_page(pages[i]);
	for (; i < 4; i++) __free_page(pages[i]);
	return 0; }
