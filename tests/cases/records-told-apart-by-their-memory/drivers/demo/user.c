// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/slab.h>
#include "range.h"

struct demo_table {
	unsigned int count;
	struct demo_range *ranges;
};

static void demo_merge(struct demo_table *table, unsigned long frame)
{
	if (table->count && table->ranges[table->count - 1].end == frame) {
		table->ranges[table->count - 1].end++;
	} else {
		table->ranges[table->count].start = frame;
		table->ranges[table->count].end = frame + 1;
		table->count++;
	}
}

int demo_once(unsigned long addr)
{
	struct demo_table table = {};
	struct page *pages[4];
	int got, i;

	table.ranges = kcalloc(4, sizeof(*table.ranges), GFP_KERNEL);
	if (!table.ranges)
		return -ENOMEM;
	got = get_user_pages_fast(addr, 4, FOLL_WRITE | FOLL_LONGTERM, pages);
	for (i = 0; i < got; i++)
		demo_merge(&table, page_to_pfn(pages[i]));
	for (i = 0; i < table.count; i++)
		put_page(pfn_to_page(table.ranges[i].start));
	kfree(table.ranges);
	return 0;
}
