// SPDX-License-Identifier: GPL-2.0-only
/* Another file calls the function by its second name. */
#include <linux/red.h>
#include "p428.h"
int p428(struct b428 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void drop428(struct page *page) { put_page(page); }
void release428(struct page *page) __attribute__((alias("drop428")));
void p428_drop(struct b428 *b) { drop428(b->page); }
