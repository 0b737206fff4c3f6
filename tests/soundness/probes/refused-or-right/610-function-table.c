// SPDX-License-Identifier: GPL-2.0-only
/* One of the functions of a table keeps it. */
#include <linux/red.h>
struct b610 { struct page *page; };
int keep610(struct page *page);
static int look610(struct page *page) { return page ? -1 : 0; }
static int (*const table610[])(struct page *) = { look610, keep610 };
int p610(struct b610 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p610_drop(struct b610 *b, int how) { if (table610[how & 1](b->page) < 0) put_page(b->page); }
