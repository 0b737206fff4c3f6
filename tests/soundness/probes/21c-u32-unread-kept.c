// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct c21 { struct page *page; };
int keep21c(u32 pfn);
int p21c(struct c21 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p21c_drop(struct c21 *b) { if (keep21c((u32)page_to_pfn(b->page)) < 0) put_page(b->page); }
