// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include "p426.h"
void p426_bounce(void) { struct page *pg = alloc_page(0); DO426(drop, pg); }
