// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/export.h>
int p114(unsigned long a, struct page **pages) { int i, n = get_user_pages_fast(a, 4, 1, pages);
	if (n > 0 && n < 4) { for (i = 0; i < n; i++) put_page(pages[i]); return -14; }
	return n; }
EXPORT_SYMBOL(p114);
int p114_own(unsigned long a, int bad) { struct page *pages[4]; int i, n = p114(a, pages);
	for (i = 0; i < n; i++) put_page(pages[i]);
	return 0; }
