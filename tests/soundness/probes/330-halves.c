// SPDX-License-Identifier: GPL-2.0-only
/* Two halves of 16 bits. */
#include <linux/red.h>
struct b330 { struct page *page; };
int keep330(u16 low, u16 high);
int p330(struct b330 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p330_drop(struct b330 *b) { unsigned long pfn = page_to_pfn(b->page);
	if (keep330(pfn, pfn >> 16) < 0) put_page(b->page); }
