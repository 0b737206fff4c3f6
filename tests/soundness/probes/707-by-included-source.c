// SPDX-License-Identifier: GPL-2.0-only
/* Another file has the header by a source file that it includes. */
#include <linux/red.h>
#include "p707.h"
int p707(struct b707 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box707); }
void p707_drop(struct b707 *b, int late) { if (!late) put_page(b->page_in_box707); }
