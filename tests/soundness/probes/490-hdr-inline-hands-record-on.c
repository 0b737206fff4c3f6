// SPDX-License-Identifier: GPL-2.0-only
/* An inline function of a kernel header hands the record on. */
#include <linux/red.h>
#include <linux/adv.h>
int p490(struct adv_req490 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page490); }
void p490_drop(struct adv_req490 *b) { if (adv_submit(b) < 0) put_page(b->page490); }
