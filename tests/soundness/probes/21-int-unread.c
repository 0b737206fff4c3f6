// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
int keep21(unsigned long pfn);
int p21(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (keep21(page_to_pfn(pg)) < 0)
		put_page(pg);
	return 0; }
