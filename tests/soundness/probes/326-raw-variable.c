// SPDX-License-Identifier: GPL-2.0-only
/* The record as bytes in a variable of its own. */
#include <linux/red.h>
struct b326 { int kind; struct page *page; };
int keep326(struct page *page);
int p326(struct b326 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p326_drop(struct b326 *b) { u8 *raw = (u8 *)b; struct page **slot = (struct page **)(raw + 8);
	if (keep326(*slot) < 0) put_page(b->page); }
