// SPDX-License-Identifier: GPL-2.0-only
/* The page of the last call lies in a variable of the function. */
#include <linux/red.h>
struct b608 { struct page *page; };
int keep608(struct page *page);
int p608(struct b608 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p608_drop(struct b608 *b) { static struct page *last; int r = last ? keep608(last) : -1;
	last = b->page;
	if (r < 0) put_page(b->page); }
