// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/highmem.h>
int r07(unsigned long a, int bad) { struct page *pages[4]; int i, n;
	n = get_user_pages_fast(a, 4, FOLL_WRITE, pages);
	if (n != 4) return -14;
	kmap_local_page(pages[0]);
	if (bad) { for (i = 0; i < 4; i++) put_page(pages[i]); return -5; }
	release_pages(pages, 4);
	return 0; }
