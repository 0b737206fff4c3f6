// SPDX-License-Identifier: GPL-2.0-only
/* Unread code returns a list of numbers. */
#include <linux/red.h>
struct b668 { struct page *page; };
u64 *fetch668(void);
int p668(struct b668 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p668_drop(struct b668 *b, int own) { u64 mine = page_to_pfn(b->page), *list = own ? fetch668() : &mine;
	put_page(pfn_to_page(list[0])); }
