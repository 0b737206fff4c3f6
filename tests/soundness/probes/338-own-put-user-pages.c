// SPDX-License-Identifier: GPL-2.0-only
/* A driver's put_user_page() that gives the page to a pool: no name of the kernel's in this tree's pin dialect. */
#include <linux/red.h>
struct b338 { struct page *page; };
void pool338(struct page *page);
#ifdef DEMO_NEVER
#endif
static void put_user_page_dirty(struct page *page) { pool338(page); }
int p338(struct b338 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p338_drop(struct b338 *b, int late) { if (late) put_user_page_dirty(b->page); else put_page(b->page); }
