// SPDX-License-Identifier: GPL-2.0-only
/* An inline function of a kernel header calls an operation with the record. */
#include <linux/red.h>
#include <linux/adv.h>
int p606(struct adv_req490 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page490); }
void p606_drop(const struct adv_opsd *o, struct adv_req490 *b) { if (adv_by_ops(o, b) < 0) put_page(b->page490); }
