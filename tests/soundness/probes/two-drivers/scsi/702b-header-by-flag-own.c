// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include "p702.h"
void p702_own(struct b702 *b) { b->page_in_box702 = alloc_page(0); }
