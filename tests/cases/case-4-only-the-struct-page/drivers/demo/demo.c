// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/migrate.h>

/* Looks at struct page alone, never at the data. */
int demo_node_of(unsigned long addr)
{
	struct page *page;
	int node;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	node = page_to_nid(page);
	put_page(page);
	return node;
}
