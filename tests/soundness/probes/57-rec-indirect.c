// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct b57 { struct page *p; int x; }; struct ops57 { int (*keep)(struct b57 *); };
int p57(const struct ops57 *o, unsigned long a) { struct b57 b;
	if (get_user_pages_fast(a, 1, 1, &b.p) != 1) return -14;
	if (o->keep(&b) < 0) put_page(b.p);
	return 0; }
