// SPDX-License-Identifier: GPL-2.0-only
/* Another file has two definitions, one for each configuration. */
#include <linux/red.h>
#include "p690.h"
int p690(struct b690 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p690_drop(struct b690 *b) { if (note690(b->page) < 0) put_page(b->page); }
