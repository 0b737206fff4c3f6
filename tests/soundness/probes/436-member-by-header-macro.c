// SPDX-License-Identifier: GPL-2.0-only
/* Another file says the member's name by a macro of the header. */
#include <linux/red.h>
#include "p436.h"
int p436(struct b436 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->in.page_in_box436); }
void p436_drop(struct b436 *b, int late) { if (!late) put_page(b->in.page_in_box436); }
