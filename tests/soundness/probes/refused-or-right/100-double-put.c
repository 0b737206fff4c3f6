// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
int p100(unsigned long a, int bad) { struct page *pg, *second; 
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	second = pg;
	if (bad) put_page(second);
	put_page(pg);
	return 0; }
