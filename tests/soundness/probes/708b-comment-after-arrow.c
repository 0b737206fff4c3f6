// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p708.h"
int keep708(struct page *page);
int p708_flush(struct b708 *b) { return keep708(b->/* ours */page_in_box708); }
