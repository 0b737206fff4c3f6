// SPDX-License-Identifier: GPL-2.0-only
/* Own records reach the function only as data of unread code; both are handed over there. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b652 { struct page *page; };
void later652(void (*fn)(struct b652 *b), struct b652 *b);
static void drop652(struct b652 *b) { put_page(b->page); kfree(b); }
int p652(unsigned long a) { struct b652 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop652(b);
	return 0; }
int p652_own(void) { struct b652 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	later652(drop652, b);
	return 0; }
