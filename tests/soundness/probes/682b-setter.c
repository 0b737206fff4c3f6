// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include "p682.h"
void p682_own(struct b682 *b) { set_page682(b, alloc_page(0)); }
