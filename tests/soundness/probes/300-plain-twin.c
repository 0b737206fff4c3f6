// SPDX-License-Identifier: GPL-2.0-only
/* The base form: nothing is wrong with it. */
#include <linux/red.h>
struct b300 { struct page *page; };
int p300(struct b300 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p300_drop(struct b300 *b) { put_page(b->page); }
