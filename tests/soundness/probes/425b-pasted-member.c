// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p425.h"
int keep425(struct page *page);
int p425_flush(struct b425 *b) { return keep425(PAGE_OF425(b, user)); }
