// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's header declares the record and who gets it; the driver's header defines it. */
#include <linux/red.h>
#include <linux/adv.h>
#include "p489.h"
int p489(struct adv_ticket *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page489); }
void p489_drop(struct adv_ticket *b) { if (adv_post(b) < 0) put_page(b->page489); }
