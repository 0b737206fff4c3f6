// SPDX-License-Identifier: GPL-2.0-only
/* Another file has a table of the offsets of members. */
#include <linux/red.h>
#include "p438.h"
int p438(struct b438 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box438); }
void p438_drop(struct b438 *b, int late) { if (!late) put_page(b->page_in_box438); }
