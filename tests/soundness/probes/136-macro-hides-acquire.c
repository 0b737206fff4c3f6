// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/red136.h>
int p136(unsigned long a) { struct page *pg;
	if (demo_take_one(a, &pg) != 1) return -14;
	put_page(pg);
	return 0; }
