// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
int p15(unsigned long a) { struct page *pg = alloc_page(0);
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) { /* go on with our own page */ }
	put_page(pg);
	return 0; }
