// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct b62 { struct page *p; int x; }; int keep62(unsigned long arg);
int p62(unsigned long a) { struct b62 b;
	if (get_user_pages_fast(a, 1, 1, &b.p) != 1) return -14;
	if (keep62((unsigned long)&b) < 0) put_page(b.p);
	return 0; }
