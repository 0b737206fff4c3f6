// SPDX-License-Identifier: GPL-2.0-only
/* The same with their numbers, in a page that is handed out by its address. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b461 { struct page *page; };
int post461(unsigned long list);
int p461(struct b461 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p461_drop(struct b461 *b) { u64 *list = (u64 *)__get_free_page(0);
	list[0] = page_to_pfn(b->page);
	if (post461((unsigned long)list) < 0) put_page(b->page); }
