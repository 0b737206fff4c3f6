// SPDX-License-Identifier: GPL-2.0-only
/* In the other file the line ends behind the arrow. */
#include <linux/red.h>
#include "p437.h"
int p437(struct b437 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->pg); }
void p437_drop(struct b437 *b, int late) { if (!late) put_page(b->pg); }
