// SPDX-License-Identifier: GPL-2.0-only
/* Another file has the header by a macro. */
#include <linux/red.h>
#include "p440.h"
int p440(struct b440 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box440); }
void p440_drop(struct b440 *b, int late) { if (!late) put_page(b->page_in_box440); }
