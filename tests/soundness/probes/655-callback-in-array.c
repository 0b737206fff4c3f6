// SPDX-License-Identifier: GPL-2.0-only
/* The callback lies in an array that unread code gets. */
#include <linux/red.h>
#include <linux/adv.h>
struct b655 { struct page *page; };
static void drop655(struct page *page) { put_page(page); }
void register655(void (*const *table)(struct page *page), int n);
static void (*const table655[])(struct page *page) = { drop655 };
void p655_init(void) { register655(table655, 1); }
int p655(struct b655 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p655_drop(struct b655 *b) { drop655(b->page); }
