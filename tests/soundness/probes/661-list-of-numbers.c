// SPDX-License-Identifier: GPL-2.0-only
/* A list of frame numbers on the stack goes to unread code. */
#include <linux/red.h>
struct b661 { struct page *pages[4]; };
int keep661(const u64 *pfns, int n);
int p661(struct b661 *b, unsigned long a) { return get_user_pages_fast(a, 4, 1, b->pages); }
void p661_drop(struct b661 *b) { u64 pfns[4]; int i;
	for (i = 0; i < 4; i++) pfns[i] = page_to_pfn(b->pages[i]);
	if (keep661(pfns, 4) < 0)
		for (i = 0; i < 4; i++) put_page(b->pages[i]); }
