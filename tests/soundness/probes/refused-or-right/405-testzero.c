// SPDX-License-Identifier: GPL-2.0-only
/* The last one does more than to drop the reference. */
#include <linux/red.h>
#include <linux/adv.h>
struct b405 { struct page *page; };
int put_page_testzero(struct page *page);
int p405(struct b405 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p405_drop(struct b405 *b) { if (put_page_testzero(b->page)) __put_page(b->page); }
