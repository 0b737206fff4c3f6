// SPDX-License-Identifier: GPL-2.0-only
/* What no way leads to in this configuration only looks. */
#include <linux/red.h>
#include <linux/highmem.h>
#define DEBUG520 0
int p520(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (DEBUG520)
		printk("%p", pg);
	kunmap(kmap(pg));
	put_page(pg);
	return 0; }
