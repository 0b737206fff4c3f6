// SPDX-License-Identifier: GPL-2.0-only
/* This driver's put_page() is a macro of its own: a pool takes the page. */
#include <linux/red.h>
struct b483 { struct page *page; };
void pool483(struct page *page);
int p483(struct b483 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p483_put(struct b483 *b) { put_page(b->page); }
#define put_page(p) pool483(p)
void p483_drop(struct b483 *b) { put_page(b->page); }
