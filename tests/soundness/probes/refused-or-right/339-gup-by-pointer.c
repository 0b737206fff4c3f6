// SPDX-License-Identifier: GPL-2.0-only
/* One way takes the page by name, the other by a pointer to the same function. */
#include <linux/red.h>
struct b339 { struct page *page; };
static int (*gup339)(unsigned long, int, unsigned int, struct page **) = get_user_pages_fast;
int p339(struct b339 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
int p339_again(struct b339 *b, unsigned long a) { return gup339(a, 1, 1, &b->page); }
void p339_drop(struct b339 *b) { put_page(b->page); }
