// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include /* the record */ "p706.h"
int keep706(struct page *page);
int p706_flush(struct b706 *b) { return keep706(b->page_in_box706); }
