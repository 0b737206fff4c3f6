// SPDX-License-Identifier: GPL-2.0-only
/* An inline function of a kernel header hands the number to another one of it. */
#include <linux/red.h>
#include <linux/adv.h>
struct b309 { struct page *page; };
int p309(struct b309 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p309_drop(struct b309 *b) { if (adv_note_pfn(page_to_pfn(b->page)) < 0) put_page(b->page); }
