// SPDX-License-Identifier: GPL-2.0-only
/* The number is found again by counting up to it. */
#include <linux/red.h>
struct b378 { struct page *page; };
int keep378(unsigned long pfn);
int p378(struct b378 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p378_drop(struct b378 *b, unsigned long first) { unsigned long pfn = first;
	while (pfn_to_page(pfn) != b->page) pfn++;
	if (keep378(pfn) < 0) put_page(b->page); }
