// SPDX-License-Identifier: GPL-2.0-only
/* Unread code finds the record in a variable. */
#include <linux/red.h>
#include "p466.h"
struct b466 *current466;
int p466(struct b466 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p466_drop(struct b466 *b) { current466 = b;
	if (kick466() < 0) put_page(b->page); }
