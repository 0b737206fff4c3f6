// SPDX-License-Identifier: GPL-2.0-only
/* The address of one number. */
#include <linux/red.h>
struct b663 { struct page *page; };
int keep663(unsigned long *cookie);
int p663(struct b663 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p663_drop(struct b663 *b) { unsigned long cookie = (unsigned long)b->page;
	if (keep663(&cookie) < 0) put_page(b->page); }
