// SPDX-License-Identifier: GPL-2.0-only
/* A static inline of the driver's header has the name of a looker, and gives the page away. */
#include <linux/red.h>
#include "p717.h"
int p717(struct b717 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p717_drop(struct b717 *b, int late) { if (late) mark_page_accessed(b->page); else put_page(b->page); }
