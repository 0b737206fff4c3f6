// SPDX-License-Identifier: GPL-2.0-only
/* Another file fills the record by position. */
#include <linux/red.h>
#include "p435.h"
int p435(struct b435 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box435); }
void p435_drop(struct b435 *b) { put_page(b->page_in_box435); }
