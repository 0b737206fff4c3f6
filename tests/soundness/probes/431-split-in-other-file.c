// SPDX-License-Identifier: GPL-2.0-only
/* The other file has the member's name on two lines. */
#include <linux/red.h>
#include "p431.h"
int p431(struct b431 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box431); }
void p431_drop(struct b431 *b, int late) { if (!late) put_page(b->page_in_box431); }
