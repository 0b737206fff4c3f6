// SPDX-License-Identifier: GPL-2.0-only
/* The same with void *. */
#include <linux/red.h>
struct b651 { struct page *page; };
void later651(void (*fn)(void *data), void *data);
static void drop651(void *data) { put_page(data); }
void p651_own(void *page) { later651(drop651, page); }
int p651(struct b651 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p651_drop(struct b651 *b) { drop651(b->page); }
