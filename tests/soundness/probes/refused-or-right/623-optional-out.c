// SPDX-License-Identifier: GPL-2.0-only
/* The caller gets the page where he wants it. */
#include <linux/red.h>
#include <linux/export.h>
#include <linux/highmem.h>
int p623(unsigned long a, struct page **out) { struct page *mine, **to = out ? out : &mine;
	if (get_user_pages_fast(a, 1, 1, to) != 1) return -14;
	kunmap(kmap(*to));
	if (!out) put_page(mine);
	return 0; }
EXPORT_SYMBOL(p623);
