// SPDX-License-Identifier: GPL-2.0-only
/* The number's address as one of halves. */
#include <linux/red.h>
struct b672 { struct page *page; };
int keep672(const u32 *halves);
int p672(struct b672 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p672_drop(struct b672 *b) { unsigned long pfn = page_to_pfn(b->page);
	if (keep672((u32 *)&pfn) < 0) put_page(b->page); }
