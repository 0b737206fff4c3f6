// SPDX-License-Identifier: GPL-2.0-only
/* This driver's swap() calls unread code, which gets the page. */
#include <linux/red.h>
#undef swap
#define swap(a, b) exchange484(a, b)
struct b484 { struct page *page; };
int exchange484(struct page *page, int slot);
int p484(struct b484 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p484_drop(struct b484 *b, int slot) { if (swap(b->page, slot) < 0) put_page(b->page); }
