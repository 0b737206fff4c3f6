// SPDX-License-Identifier: GPL-2.0-only
/* What is put is the page behind a number, where there is one. */
#include <linux/red.h>
struct b481 { struct page *page, *old; };
int p481(struct b481 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
int p481_more(struct b481 *b, unsigned long a) { b->old = b->page; return get_user_pages_fast(a, 1, 1, &b->page); }
void p481_trim(struct page *page, unsigned long cookie) { get_page(page);
	put_page(cookie ? (struct page *)cookie : page); }
void p481_user(struct b481 *b) { p481_trim(b->page, (unsigned long)b->old); }
void p481_drop(struct b481 *b) { put_page(b->page); if (b->old) put_page(b->page); }
