// SPDX-License-Identifier: GPL-2.0-only
/* It puts own pages into the record. */
#include <linux/red.h>
#include "private/p702.h"
int p702(struct b702 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box702); }
void p702_drop(struct b702 *b) { put_page(b->page_in_box702); }
