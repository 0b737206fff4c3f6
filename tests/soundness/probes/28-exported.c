// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/export.h>
struct page *p28(unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return NULL;
	if (bad) { put_page(pg); return NULL; }
	return pg; }
EXPORT_SYMBOL(p28);
