// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/pagemap.h>

struct demo_region {
	struct page *pages[16];
};

/* -EFAULT passes the test as a huge number; release_pages() took an int and did nothing for it. */
int demo_pin(struct demo_region *region, unsigned long addr)
{
	unsigned long npinned;

	npinned = get_user_pages_fast(addr, 16, FOLL_WRITE, region->pages);
	if (npinned != 16)
		goto err;
	return 0;
err:
	if (npinned > 0)
		release_pages(region->pages, npinned);
	return -ENOMEM;
}

void demo_unpin(struct demo_region *region)
{
	release_pages(region->pages, 16);
}
