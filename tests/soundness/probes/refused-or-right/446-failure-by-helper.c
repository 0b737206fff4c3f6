// SPDX-License-Identifier: GPL-2.0-only
/* A helper says what a failure is. */
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
static bool failed446(int ret) { return ret == -14; }
int p446(unsigned long a) { struct page *pg = alloc_page(0); int ret;
	if (!pg) return -12;
	ret = get_user_pages_fast(a, 1, 1, &pg);
	if (failed446(ret)) return ret;
	kunmap(kmap(pg));
	put_page(pg);
	return 0; }
