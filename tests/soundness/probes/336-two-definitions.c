// SPDX-License-Identifier: GPL-2.0-only
/* Each of two files has its own definition of one record. */
#include <linux/red.h>
struct b336 { struct page *page; int x; };
int stash336(struct b336 *b);
int p336(struct b336 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p336_drop(struct b336 *b) { if (stash336(b) < 0) put_page(b->page); }
