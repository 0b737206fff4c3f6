// SPDX-License-Identifier: GPL-2.0-only
/* This release takes the page out of the swap cache as well. */
#include <linux/red.h>
#include <linux/adv.h>
struct b406 { struct page *page; };
void free_page_and_swap_cache(struct page *page);
int p406(struct b406 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p406_drop(struct b406 *b) { free_page_and_swap_cache(b->page); }
