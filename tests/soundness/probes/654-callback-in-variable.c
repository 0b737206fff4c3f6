// SPDX-License-Identifier: GPL-2.0-only
/* The callback lies in a variable that other modules call. */
#include <linux/red.h>
#include <linux/adv.h>
struct b654 { struct page *page; };
static void drop654(struct page *page) { put_page(page); }
void (*hook654)(struct page *page) = drop654;
int p654(struct b654 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p654_drop(struct b654 *b) { drop654(b->page); }
