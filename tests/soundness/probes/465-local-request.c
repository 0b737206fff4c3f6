// SPDX-License-Identifier: GPL-2.0-only
/* The same with a request on the stack. */
#include <linux/red.h>
#include "p465.h"
int p465(struct b465 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p465_drop(struct b465 *b) { struct q465 q = { .buf = b, .op = 1 };
	if (submit465(&q) < 0) put_page(b->page); }
