// SPDX-License-Identifier: GPL-2.0-only
/* Another file empties the record by a setter of the header. */
#include <linux/red.h>
#include "p522.h"
int p522(struct b522 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box522); }
void p522_drop(struct b522 *b) { if (b->page_in_box522) put_page(b->page_in_box522); }
