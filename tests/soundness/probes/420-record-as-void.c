// SPDX-License-Identifier: GPL-2.0-only
/* Who gets the record as void * knows what it is: the driver's header has both. */
#include <linux/red.h>
#include "p420.h"
int p420(struct b420 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p420_drop(struct b420 *b) { void *cookie = b;
	if (keep420(cookie) < 0) put_page(b->page); }
