// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p701.h"
int keep701(struct page *page);
int p701_flush(struct b701 *b) { return keep701(b->page_in_box701); }
