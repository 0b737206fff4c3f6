// SPDX-License-Identifier: GPL-2.0-only
/* The other user of the field lies in a file that is no .c and no .h. */
#include <linux/red.h>
#include "p429.h"
int p429(struct b429 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box429); }
void p429_drop(struct b429 *b, int late) { if (!late) put_page(b->page_in_box429); }
