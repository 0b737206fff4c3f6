// SPDX-License-Identifier: GPL-2.0-only
/* An array of pages lies behind a field of a request. */
#include <linux/red.h>
struct b667 { struct page *page; };
struct q667 { struct page **pages; int n; };
int keep667(struct q667 *q);
int p667(struct b667 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p667_drop(struct b667 *b) { struct page *pages[1] = { b->page }; struct q667 q = { pages, 1 };
	if (keep667(&q) < 0) put_page(b->page); }
