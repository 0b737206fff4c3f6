// SPDX-License-Identifier: GPL-2.0-only
/* The same page is taken and put. */
#include <linux/red.h>
struct b518 { struct page *page; }; static void touch518(struct page *page) { get_page(page); page->flags |= 8; put_page(page); }
int p518(struct b518 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p518_drop(struct b518 *b) { touch518(b->page); put_page(b->page); }
