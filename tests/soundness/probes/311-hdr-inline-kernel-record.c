// SPDX-License-Identifier: GPL-2.0-only
/* A record of a kernel header, and an inline function there that puts its page by a macro. */
#include <linux/red.h>
#include <linux/adv.h>
int p311(struct adv_box *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page311); }
void p311_drop(struct adv_box *b, int late) { if (late) adv_box_drop(b); else put_page(b->page311); }
