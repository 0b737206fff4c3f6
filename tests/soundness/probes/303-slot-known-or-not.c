// SPDX-License-Identifier: GPL-2.0-only
/* The slot is one of this record, or one that somebody else keeps. */
#include <linux/red.h>
struct b303 { struct page *page; };
struct ring303; struct page **slot303(struct ring303 *r);
int p303(struct b303 *b, struct ring303 *r, unsigned long a) { struct page *pg, **to = &b->page;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (r) to = slot303(r);
	*to = pg;
	return 0; }
void p303_drop(struct b303 *b) { put_page(b->page); }
