// SPDX-License-Identifier: GPL-2.0-only
/* Another file calls an inline function of the header, which calls the one with the release. */
#include <linux/red.h>
#include "p680.h"
int p680(struct b680 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p680_drop(struct b680 *b) { drop680(b->page); }
