// SPDX-License-Identifier: GPL-2.0-only
/* The lower 16 bits by a mask, and the others in a short. */
#include <linux/red.h>
struct b474 { struct page *page; };
int keep474(unsigned long low, u16 high);
int p474(struct b474 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p474_drop(struct b474 *b) { unsigned long pfn = page_to_pfn(b->page);
	if (keep474(pfn & 0xffff, pfn >> 16) < 0) put_page(b->page); }
