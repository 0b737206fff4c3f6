// SPDX-License-Identifier: GPL-2.0-only
/* The number goes out as the negative of it, by -=. */
#include <linux/red.h>
struct b470 { struct page *page; };
int keep470(unsigned long cookie);
int p470(struct b470 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p470_drop(struct b470 *b) { unsigned long cookie = 0;
	cookie -= (unsigned long)b->page;
	if (keep470(cookie) < 0) put_page(b->page); }
