// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
__attribute__((weak)) int keep25(struct page *p) { return -1; }
int p25(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (keep25(pg) < 0)
		put_page(pg);
	return 0; }
