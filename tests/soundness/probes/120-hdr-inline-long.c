// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/redv.h>
int p120(unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	redv_drop_long((unsigned long)pg);
	return 0; }
