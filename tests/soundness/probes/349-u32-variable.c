// SPDX-License-Identifier: GPL-2.0-only
/* The narrow number lies in a variable before it is passed. */
#include <linux/red.h>
struct b349 { struct page *page; };
int keep349(u32 pfn);
int p349(struct b349 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p349_drop(struct b349 *b) { u32 pfn = page_to_pfn(b->page); if (keep349(pfn) < 0) put_page(b->page); }
