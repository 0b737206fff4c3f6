// SPDX-License-Identifier: GPL-2.0-only
/* Unread code calls the function with pages of its own. */
#include <linux/red.h>
struct b650 { struct page *page; };
void set_callback650(void (*drop)(struct page *page));
static void drop650(struct page *page) { put_page(page); }
void p650_init(void) { set_callback650(drop650); }
int p650(struct b650 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p650_drop(struct b650 *b) { drop650(b->page); }
