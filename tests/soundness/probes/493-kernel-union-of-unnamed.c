// SPDX-License-Identifier: GPL-2.0-only
/* The same of unnamed ones: a page, and a number. */
#include <linux/red.h>
#include <linux/adv.h>
int keep493(unsigned long token);
int p493(struct adv_union *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page493); }
void p493_drop(struct adv_union *b) { if (keep493(b->token493) < 0) put_page(b->page493); }
