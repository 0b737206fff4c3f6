// SPDX-License-Identifier: GPL-2.0-only
/* Other modules get the address of the field. */
#include <linux/red.h>
#include <linux/export.h>
struct b423 { struct page *page; };
int p423(struct b423 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
struct page **p423_slot(struct b423 *b) { return &b->page; }
EXPORT_SYMBOL(p423_slot);
void p423_drop(struct b423 *b) { put_page(b->page); }
