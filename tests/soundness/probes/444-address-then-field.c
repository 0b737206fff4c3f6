// SPDX-License-Identifier: GPL-2.0-only
/* The address of the variable was given away before the page came into it. */
#include <linux/red.h>
struct r444 { struct page **slot; };
struct b444 { struct page *page; };
int keep444(struct page *page);
static void init444(struct r444 *r, struct page **slot) { r->slot = slot; }
static int finish444(struct r444 *r) { return keep444(*r->slot); }
int p444(struct b444 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p444_drop(struct b444 *b) { struct r444 r; struct page *pg = NULL;
	init444(&r, &pg);
	pg = b->page;
	if (finish444(&r) < 0) put_page(b->page); }
