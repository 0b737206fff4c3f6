// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include "../demo/demo.h"

int demo_steal_too(struct page *page, struct demo_walk *walk)
{
	get_page(page);
	return 0;
}

void demo_arm(struct demo_walk *walk)
{
	walk->one = demo_steal_too;
}
