// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct b21 { struct page *page; };
int keep21b(unsigned long pfn);
int p21b(struct b21 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p21b_drop(struct b21 *b) { if (keep21b(page_to_pfn(b->page)) < 0) put_page(b->page); }
