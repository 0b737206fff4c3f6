// SPDX-License-Identifier: GPL-2.0-only
/* A driver of another folder has this one's header by a -I in its Makefile. */
#include <linux/red.h>
#include "private/p701.h"
int p701(struct b701 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box701); }
void p701_drop(struct b701 *b, int late) { if (!late) put_page(b->page_in_box701); }
