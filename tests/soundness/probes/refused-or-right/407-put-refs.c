// SPDX-License-Identifier: GPL-2.0-only
/* A release of as many references as it is told. */
#include <linux/red.h>
#include <linux/adv.h>
struct b407 { struct page *page; };

int p407(struct b407 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p407_drop(struct b407 *b) { get_page(b->page); folio_put_refs(page_folio(b->page), 2); }
