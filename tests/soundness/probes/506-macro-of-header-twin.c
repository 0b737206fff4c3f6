// SPDX-License-Identifier: GPL-2.0-only
/* The users of the header's macro have users' pages only. */
#include <linux/red.h>
#include "p506.h"
int p506(struct b506 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void drop506(struct page *page) { put_page(page); }
void p506_drop(struct b506 *b) { drop506(b->page); }
