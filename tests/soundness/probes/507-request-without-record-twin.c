// SPDX-License-Identifier: GPL-2.0-only
/* The request leads to no record with a page. */
#include <linux/red.h>
struct b507 { struct page *page; }; struct q507 { int op; u32 length; }; int submit507(struct q507 *q);
int p507(struct b507 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p507_drop(struct b507 *b, struct q507 *q) { q->op = 1; submit507(q);
	put_page(b->page); }
