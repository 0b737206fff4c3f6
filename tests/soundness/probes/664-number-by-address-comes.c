// SPDX-License-Identifier: GPL-2.0-only
/* Unread code fills in the number of a page. */
#include <linux/red.h>
struct b664 { struct page *page; };
void fetch664(unsigned long *pfn);
int p664(struct b664 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p664_drop(struct b664 *b) { unsigned long pfn = page_to_pfn(b->page);
	fetch664(&pfn);
	put_page(pfn_to_page(pfn)); }
