// SPDX-License-Identifier: GPL-2.0-only
/* Who implements the operation has the record as a whole: he names no member of it. */
#include <linux/red.h>
#include <linux/adv.h>
int p342(struct adv_req *r, unsigned long a) { return get_user_pages_fast(a, 1, 1, &r->page342); }
void p342_drop(const struct adv_ops *o, struct adv_req *r) { if (o->queue342(r) < 0) put_page(r->page342); }
