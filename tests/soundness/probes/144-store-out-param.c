// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/export.h>
int p144(unsigned long a, struct page **out, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	*out = pg;
	return 0; }
EXPORT_SYMBOL(p144);
