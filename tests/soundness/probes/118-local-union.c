// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* a page in a local union, handed on as a number */
int keep118(unsigned long lo, unsigned long hi);
union u118 { struct page *p; struct { u32 lo, hi; } w; };
int p118(unsigned long a) { union u118 u;
	if (get_user_pages_fast(a, 1, 1, &u.p) != 1) return -14;
	if (keep118(u.w.lo, u.w.hi) < 0) put_page(u.p);
	return 0; }
