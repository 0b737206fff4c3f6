// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct page **slots148(int n);
int p148(unsigned long a, int bad) { struct page **m = slots148(8), *one;
	if (get_user_pages_fast(a, 8, 1, m) != 8) return -14;
	one = m[0];
	if (bad) { put_page(one); return -5; }
	return 0; }
