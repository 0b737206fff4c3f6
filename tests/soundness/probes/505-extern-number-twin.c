// SPDX-License-Identifier: GPL-2.0-only
/* The variable of somebody else is a length. */
#include <linux/red.h>
struct b505 { struct page *page; u32 length; }; extern u32 limit505;
int p505(struct b505 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p505_drop(struct b505 *b) { if (b->length > limit505) b->length = limit505;
	put_page(b->page); }
