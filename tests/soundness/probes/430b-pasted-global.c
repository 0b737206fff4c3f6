// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p430.h"
int keep430(struct page *page);
int p430_flush(void) { return keep430(SLOT430(user)); }
