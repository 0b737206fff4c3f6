// SPDX-License-Identifier: GPL-2.0-only
/* The list of numbers lies behind a field of a request. */
#include <linux/red.h>
struct b666 { struct page *page; };
struct q666 { u64 *pfns; int n; };
int keep666(struct q666 *q);
int p666(struct b666 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p666_drop(struct b666 *b) { u64 pfn = page_to_pfn(b->page); struct q666 q = { &pfn, 1 };
	if (keep666(&q) < 0) put_page(b->page); }
