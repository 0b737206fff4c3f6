// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include "range.h"

/* Where the map lies nobody here knows: it goes to the field of all ranges. */
int demo_fill(struct demo_map *map)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	map->range.start = page_to_pfn(page);
	map->range.end = map->range.start + 1;
	return 0;
}

void demo_empty(struct demo_range *range)
{
	__free_page(pfn_to_page(range->start));
}
