// SPDX-License-Identifier: GPL-2.0-only
/* The other file makes the name of the member out of two pieces. */
#include <linux/red.h>
#include "p425.h"
int p425(struct b425 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_user425); }
void p425_drop(struct b425 *b, int late) { if (!late) put_page(b->page_user425); }
