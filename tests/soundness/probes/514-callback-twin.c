// SPDX-License-Identifier: GPL-2.0-only
/* Unread code gets another function. */
#include <linux/red.h>
struct b514 { struct page *page; }; void set_callback514(void (*done)(int)); static void done514(int n) { printk("%d", n); } static void drop514(struct page *page) { put_page(page); }
int p514(struct b514 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p514_drop(struct b514 *b) { set_callback514(done514); drop514(b->page); }
