// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "707c-by-included-source.c"
int keep707(struct page *page);
int p707_flush(struct b707 *b) { return keep707(b->page_in_box707); }
