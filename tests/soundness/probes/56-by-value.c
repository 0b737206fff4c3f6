// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct b56 { struct page *p; int x; }; int keep56(struct b56 b);
int p56(unsigned long a) { struct b56 b;
	if (get_user_pages_fast(a, 1, 1, &b.p) != 1) return -14;
	if (keep56(b) < 0) put_page(b.p);
	return 0; }
