// SPDX-License-Identifier: GPL-2.0-only
/* Where the symbol is set, the page of the bounce buffer is what the release puts. */
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
int p344(unsigned long a) { struct page *pg = alloc_page(0);
#ifndef CONFIG_DEMO344_BOUNCE
	__free_page(pg);
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
#endif
	kunmap(kmap(pg));
	put_page(pg);
	return 0; }
