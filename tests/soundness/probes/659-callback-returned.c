// SPDX-License-Identifier: GPL-2.0-only
/* Unread code asks for the callback. */
#include <linux/red.h>
#include <linux/adv.h>
struct b659 { struct page *page; };
static void drop659(struct page *page) { put_page(page); }
void (*p659_callback(void))(struct page *page) { return drop659; }
int p659(struct b659 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p659_drop(struct b659 *b) { drop659(b->page); }
