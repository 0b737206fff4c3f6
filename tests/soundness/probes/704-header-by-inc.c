// SPDX-License-Identifier: GPL-2.0-only
/* Another file has the header by a file that is none. */
#include <linux/red.h>
#include "p704.h"
int p704(struct b704 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box704); }
void p704_drop(struct b704 *b, int late) { if (!late) put_page(b->page_in_box704); }
