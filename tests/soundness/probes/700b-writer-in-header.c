// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include "p700.h"
void p700_own(struct b700 *b) { set700(b, alloc_page(0)); }
