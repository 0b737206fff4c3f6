// SPDX-License-Identifier: GPL-2.0-only
/* Two folders have a copy each of one header. */
#include <linux/red.h>
#include "p375.h"
int p375(struct b375 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p375_drop(struct b375 *b) { if (stash375(b) < 0) put_page(b->page); }
