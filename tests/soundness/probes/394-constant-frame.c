// SPDX-License-Identifier: GPL-2.0-only
/* The page of a frame that is always there. */
#include <linux/red.h>
#define SPARE_PFN 0x1234UL
struct b394 { struct page *page; };
int p394(struct b394 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p394_own(struct b394 *b) { b->page = pfn_to_page(SPARE_PFN); }
void p394_drop(struct b394 *b) { put_page(b->page); }
