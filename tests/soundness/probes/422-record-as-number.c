// SPDX-License-Identifier: GPL-2.0-only
/* The same as a number in a variable. */
#include <linux/red.h>
#include "p422.h"
int p422(struct b422 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p422_drop(struct b422 *b) { unsigned long cookie = (unsigned long)b;
	if (keepn422(cookie) < 0) put_page(b->page); }
