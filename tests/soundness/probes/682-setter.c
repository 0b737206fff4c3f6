// SPDX-License-Identifier: GPL-2.0-only
/* Another file puts own pages into the record by a setter of the header. */
#include <linux/red.h>
#include "p682.h"
int p682(struct b682 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box682); }
void p682_drop(struct b682 *b) { put_page(b->page_in_box682); }
