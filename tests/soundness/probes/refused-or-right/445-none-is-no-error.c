// SPDX-License-Identifier: GPL-2.0-only
/* 0 pages is no error here, and the variable keeps the own page then. */
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
int p445(unsigned long a) { struct page *pg = alloc_page(0); int ret;
	if (!pg) return -12;
	ret = get_user_pages_fast(a, 1, 1, &pg);
	if (ret < 0) return ret;
	kunmap(kmap(pg));
	put_page(pg);
	return 0; }
