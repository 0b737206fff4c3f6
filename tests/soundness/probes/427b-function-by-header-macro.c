// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include "p427.h"
void p427_bounce(void) { struct page *pg = alloc_page(0); RELEASE427(pg); }
