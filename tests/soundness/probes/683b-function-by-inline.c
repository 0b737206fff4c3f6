// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include "p683.h"
void p683_bounce(void) { finish683(alloc_page(0)); }
