// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p704.inc"
int keep704(struct page *page);
int p704_flush(struct b704 *b) { return keep704(b->page_in_box704); }
