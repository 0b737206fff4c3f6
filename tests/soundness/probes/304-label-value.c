// SPDX-License-Identifier: GPL-2.0-only
/* The value of a statement expression stands behind a label. */
#include <linux/red.h>
struct b304 { struct page *page; };
int keep304(struct page *page);
int p304(struct b304 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p304_drop(struct b304 *b, int n) {
	struct page *pg = ({ if (n) goto out; n = 2; out: b->page; });
	if (keep304(pg) < 0) put_page(b->page); }
