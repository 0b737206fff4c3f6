// SPDX-License-Identifier: GPL-2.0-only
/* Unread code gets the function as a number, and calls it with pages of its own. */
#include <linux/red.h>
struct b432 { struct page *page; };
void call_later432(unsigned long fn);
static void drop432(struct page *page) { put_page(page); }
int p432(struct b432 *b, unsigned long a) { call_later432((unsigned long)drop432); return get_user_pages_fast(a, 1, 1, &b->page); }
void p432_drop(struct b432 *b) { drop432(b->page); }
