// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include "demo.h"

static void demo_walk_all(struct page *page, struct demo_walk *walk)
{
	int i;

	for (i = 0; i < 4; i++)
		if (walk->one(page, walk))
			walk->failed++;
	if (walk->done)
		walk->done(page);
}

void demo_walk(struct page *page, struct demo_walk *walk)
{
	if (page && walk)
		demo_walk_all(page, walk);
}

static int demo_steal(struct page *page, struct demo_walk *walk)
{
	return !try_get_page(page);
}

static void demo_done(struct page *page)
{
	put_page(page);
}

int demo_of_the_cache(struct page *page)
{
	struct demo_walk walk = { .one = demo_steal, .done = demo_done };

	demo_walk(page, &walk);
	return walk.failed;
}

int demo_own(void)
{
	struct page *page = alloc_page(GFP_KERNEL);

	return page ? demo_of_the_cache(page) : -ENOMEM;
}
