// SPDX-License-Identifier: GPL-2.0-only
/* The other driver only looks. */
#include <linux/red.h>
#include "private/p523.h"
int p523(struct b523 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box523); }
void p523_drop(struct b523 *b) { put_page(b->page_in_box523); }
