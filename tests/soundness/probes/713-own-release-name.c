// SPDX-License-Identifier: GPL-2.0-only
/* A function of this file has the name of a release of other kernels, and gives the page to a pool. */
#include <linux/red.h>
struct b713 { struct page *page; };
void pool713(struct page *page);
static void page_cache_release(struct page *page) { pool713(page); }
int p713(struct b713 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p713_drop(struct b713 *b, int late) { if (late) page_cache_release(b->page); else put_page(b->page); }
