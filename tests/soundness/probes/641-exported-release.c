// SPDX-License-Identifier: GPL-2.0-only
/* Other modules put their own pages by this function. */
#include <linux/red.h>
#include <linux/export.h>
struct b641 { struct page *page; };
void p641_put(struct page *page) { put_page(page); }
EXPORT_SYMBOL(p641_put);
int p641(struct b641 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p641_drop(struct b641 *b) { p641_put(b->page); }
