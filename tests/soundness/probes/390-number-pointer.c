// SPDX-License-Identifier: GPL-2.0-only
/* A pointer to the page's field as one to a number, in a variable. */
#include <linux/red.h>
struct b390 { struct page *page; };
int keep390(unsigned long cookie);
int p390(struct b390 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p390_drop(struct b390 *b) { unsigned long *word = (unsigned long *)&b->page;
	if (keep390(*word) < 0) put_page(b->page); }
