// SPDX-License-Identifier: GPL-2.0-only
/* The page is read from this record, or from where somebody else keeps his. */
#include <linux/red.h>
struct b335 { struct page *page; };
struct ring335; struct page **slot335(struct ring335 *r);
int p335(struct b335 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p335_drop(struct b335 *b, struct ring335 *r) { struct page **from = &b->page;
	if (r) from = slot335(r);
	put_page(*from); }
