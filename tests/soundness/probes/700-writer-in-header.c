// SPDX-License-Identifier: GPL-2.0-only
/* An inline function of the driver's header writes the field; the other file calls that and names no member. */
#include <linux/red.h>
#include "p700.h"
int p700(struct b700 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box700); }
void p700_drop(struct b700 *b) { put_page(b->page_in_box700); }
