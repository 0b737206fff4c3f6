// SPDX-License-Identifier: GPL-2.0-only
/* The record of a caller seen as another record that begins in the same way. */
#include <linux/red.h>
struct b327 { struct page *page; int x; };
struct v327 { struct page *pg; };
int keep327(struct page *page);
int p327(struct b327 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p327_drop(struct b327 *b) { if (keep327(((struct v327 *)b)->pg) < 0) put_page(b->page); }
