// SPDX-License-Identifier: GPL-2.0-only
/* The distance from the page to the base, and not the other way round. */
#include <linux/red.h>
int keep318(long distance);
struct b318 { struct page *page; };
int p318(struct b318 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p318_drop(struct b318 *b) { if (keep318(mem_map - b->page) < 0) put_page(b->page); }
