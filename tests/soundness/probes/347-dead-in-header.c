// SPDX-License-Identifier: GPL-2.0-only
/* The same in a header of the driver: it keeps the page. */
#include <linux/red.h>
#include "p347.h"
int p347(struct b347 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p347_drop(struct b347 *b) { if (note347(b) < 0) put_page(b->page); }
