// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p436.h"
int keep436(struct page *page);
int p436_flush(struct b436 *b) { return keep436(b->b_page436); }
