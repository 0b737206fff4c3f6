// SPDX-License-Identifier: GPL-2.0-only
/* Unread code gets the link of the record, by a variable. */
#include <linux/red.h>
#include <linux/list.h>
#include "p494.h"
int p494(struct b494 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page494); }
void p494_drop(struct b494 *b) { struct list_head *link = &b->list;
	if (keep494(link) < 0) put_page(b->page494); }
