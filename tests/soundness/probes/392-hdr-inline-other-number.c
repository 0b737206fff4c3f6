// SPDX-License-Identifier: GPL-2.0-only
/* An inline function of a kernel header makes the number of another page of it. */
#include <linux/red.h>
#include <linux/adv.h>
struct b392 { struct page *page; };
int p392(struct b392 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p392_drop(struct b392 *b) { put_page(pfn_to_page(adv_alt_pfn(page_to_pfn(b->page)))); }
