// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p684.h"
int keep684(struct page *page);
int p684_flush(void) { return keep684(current684()); }
