// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p431.h"
int keep431(struct page *page);
int p431_flush(struct b431 *b) { return keep431(b->page_in_\
box431); }
