// SPDX-License-Identifier: GPL-2.0-only
/* Other modules put their own pages into the record by this function. */
#include <linux/red.h>
#include <linux/export.h>
struct b642 { struct page *page; };
int p642(struct b642 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p642_set(struct b642 *b, struct page *page) { b->page = page; }
EXPORT_SYMBOL(p642_set);
void p642_drop(struct b642 *b) { put_page(b->page); }
