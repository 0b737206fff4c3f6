// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include "p55.h"
int p55b(void) { struct page *pg = alloc_page(0);
	p55_put(pg);
	return 0; }
