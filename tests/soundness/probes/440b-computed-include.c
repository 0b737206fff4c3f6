// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#define DEMO_TYPES "p440.h"
#include DEMO_TYPES
int keep440(struct page *page);
int p440_flush(struct b440 *b) { return keep440(b->page_in_box440); }
