// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include "p680.h"
void p680_bounce(void) { finish680(alloc_page(0)); }
