// SPDX-License-Identifier: GPL-2.0-only
/* Another file looks at the page by an accessor of the header. */
#include <linux/red.h>
#include "p521.h"
int p521(struct b521 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box521); }
void p521_drop(struct b521 *b) { put_page(b->page_in_box521); }
