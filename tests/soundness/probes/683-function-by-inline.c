// SPDX-License-Identifier: GPL-2.0-only
/* Another file calls the function by an inline function of the header. */
#include <linux/red.h>
#include "p683.h"
int p683(struct b683 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void drop683(struct page *page) { put_page(page); }
void p683_drop(struct b683 *b) { drop683(b->page); }
