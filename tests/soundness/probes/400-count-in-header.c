// SPDX-License-Identifier: GPL-2.0-only
/* An inline function of the driver's header asks for the count. */
#include <linux/red.h>
#include "p400.h"
int p400(struct b400 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p400_drop(struct b400 *b) { b->idle = idle400(b); put_page(b->page); }
