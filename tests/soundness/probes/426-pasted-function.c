// SPDX-License-Identifier: GPL-2.0-only
/* The other file makes the name of the function out of two pieces. */
#include <linux/red.h>
#include "p426.h"
int p426(struct b426 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void drop_page426(struct page *page) { put_page(page); }
void p426_drop(struct b426 *b) { drop_page426(b->page); }
