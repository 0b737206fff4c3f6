// SPDX-License-Identifier: GPL-2.0-only
/* A variable of the switch itself: it has two values where one case falls into the next. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b307 { struct page *page; };
int p307(struct b307 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
int keep307(struct page *page);
void p307_drop(struct b307 *b, int how) {
	switch (how) {
		struct page *pg;
	case 0:
		pg = b->page;
		fallthrough;
	case 1:
		if (keep307(pg) < 0) put_page(b->page);
		break;
	default:
		put_page(b->page);
	} }
