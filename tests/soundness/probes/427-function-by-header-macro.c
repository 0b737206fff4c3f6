// SPDX-License-Identifier: GPL-2.0-only
/* A macro of the header has the name; its users do not. */
#include <linux/red.h>
#include "p427.h"
int p427(struct b427 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void drop427(struct page *page) { put_page(page); }
void p427_drop(struct b427 *b) { drop427(b->page); }
