// SPDX-License-Identifier: GPL-2.0-only
/* Another file has the page by an accessor of the header. */
#include <linux/red.h>
#include "p681.h"
int p681(struct b681 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box681); }
void p681_drop(struct b681 *b, int late) { if (!late) put_page(b->page_in_box681); }
