// SPDX-License-Identifier: GPL-2.0-only
/* The kernel gets the callback. */
#include <linux/red.h>
#include <linux/adv.h>
struct b657 { struct page *page; };
static void drop657(struct page *page) { put_page(page); }
void p657_init(void) { adv_on_free(drop657); }
int p657(struct b657 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p657_drop(struct b657 *b) { drop657(b->page); }
