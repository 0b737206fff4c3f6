// SPDX-License-Identifier: GPL-2.0-only
/* Unread code gets a request, which leads to the record with the page. */
#include <linux/red.h>
#include "p464.h"
int p464(struct b464 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p464_drop(struct b464 *b, struct q464 *q) { q->buf = b;
	if (submit464(q) < 0) put_page(b->page); }
