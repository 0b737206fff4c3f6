// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
int keep_any(int n, ...);
int p01(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (keep_any(1, pg) < 0)
		put_page(pg);
	return 0; }
