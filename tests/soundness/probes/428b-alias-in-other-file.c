// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include "p428.h"
void p428_bounce(void) { release428(alloc_page(0)); }
