// SPDX-License-Identifier: GPL-2.0-only
/* A function of this file makes the number narrow, and another call passes it on. */
#include <linux/red.h>
struct b333 { struct page *page; };
int keep333(u32 pfn);
static u32 frame333(struct b333 *b) { return page_to_pfn(b->page); }
int p333(struct b333 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p333_drop(struct b333 *b) { if (keep333(frame333(b)) < 0) put_page(b->page); }
