// SPDX-License-Identifier: GPL-2.0-only
/* Another file has a comment between the directive and the name. */
#include <linux/red.h>
#include "p706.h"
int p706(struct b706 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box706); }
void p706_drop(struct b706 *b, int late) { if (!late) put_page(b->page_in_box706); }
