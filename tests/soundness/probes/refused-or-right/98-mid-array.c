// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
int p98(unsigned long a) { struct page *pages[4], **p = pages; int i;
	pages[0] = alloc_page(0);
	if (get_user_pages_fast(a, 3, 1, p + 1) != 3) return -14;
	for (i = 1; i < 4; i++) put_page(pages[i]);
	__free_page(pages[0]);
	return 0; }
