// SPDX-License-Identifier: GPL-2.0-only
/* The other file of the group asks for the count: with a pin it is another one. */
#include <linux/red.h>
#include "p399.h"
int p399(struct b399 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p399_drop(struct b399 *b) { if (!idle399(b)) put_page(b->page); }
