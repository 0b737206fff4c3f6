// SPDX-License-Identifier: GPL-2.0-only
/* This driver's get_page() is a macro that gives the page away. */
#include <linux/red.h>
#define alloc_page(p) fetch487(p)
struct b487 { struct page *page; };
int fetch487(struct page *page);
int p487(struct b487 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p487_drop(struct b487 *b) { if (alloc_page(b->page) < 0) put_page(b->page); }
