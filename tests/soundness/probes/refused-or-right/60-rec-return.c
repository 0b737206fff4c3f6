// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct b60 { struct page *p; int x; };
struct b60 p60(unsigned long a, int bad) { struct b60 b = {};
	if (get_user_pages_fast(a, 1, 1, &b.p) != 1) return b;
	if (bad) { put_page(b.p); b.p = NULL; }
	return b; }
