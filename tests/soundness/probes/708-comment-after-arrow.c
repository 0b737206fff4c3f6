// SPDX-License-Identifier: GPL-2.0-only
/* Another file has a comment between the arrow and the member. */
#include <linux/red.h>
#include "p708.h"
int p708(struct b708 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box708); }
void p708_drop(struct b708 *b, int late) { if (!late) put_page(b->page_in_box708); }
