// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p375b.h"
int keep375(struct page *page);
int stash375(struct b375 *b) { return keep375(b->page); }
