// SPDX-License-Identifier: GPL-2.0-only
/* The number in two digits. */
#include <linux/red.h>
struct b473 { struct page *page; };
int keep473(unsigned long low, unsigned int high);
int p473(struct b473 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p473_drop(struct b473 *b) { unsigned long pfn = page_to_pfn(b->page);
	if (keep473(pfn % 1000000, (unsigned int)(pfn / 1000000)) < 0) put_page(b->page); }
