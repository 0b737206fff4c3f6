// SPDX-License-Identifier: GPL-2.0-only
/* A function of this file has the name of one that takes a reference, and drops one. */
#include <linux/red.h>
struct b714 { struct page *page; };
static void page_cache_get(struct page *page) { put_page(page); }
int p714(struct b714 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p714_drop(struct b714 *b) { page_cache_get(b->page); }
