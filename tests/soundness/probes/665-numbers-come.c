// SPDX-License-Identifier: GPL-2.0-only
/* Unread code fills in a list. */
#include <linux/red.h>
struct b665 { unsigned long pfns[4]; };
void fetch665(unsigned long *pfns, int n);
int p665(struct b665 *b, unsigned long a) { struct page *pg; int got = get_user_pages_fast(a, 1, 1, &pg);
	if (got == 1) b->pfns[0] = page_to_pfn(pg);
	return got; }
void p665_own(struct b665 *b) { unsigned long *list = b->pfns; fetch665(list + 1, 3); }
void p665_drop(struct b665 *b, int i) { put_page(pfn_to_page(b->pfns[i])); }
