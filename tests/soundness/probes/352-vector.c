// SPDX-License-Identifier: GPL-2.0-only
/* Two frame numbers in one vector register. */
#include <linux/red.h>
typedef unsigned long v352 __attribute__((vector_size(16)));
struct b352 { struct page *page; };
int keep352(v352 pfns);
int p352(struct b352 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p352_drop(struct b352 *b) { v352 v = { page_to_pfn(b->page), 0 };
	if (keep352(v) < 0) put_page(b->page); }
