// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct b91 { struct page *p; }; struct b91 get91(unsigned long x);
int p91(unsigned long a, int user) { struct b91 b;
	if (user) { if (get_user_pages_fast(a, 1, 1, &b.p) != 1) return -14; }
	else b = get91(a);
	put_page(b.p);
	return 0; }
