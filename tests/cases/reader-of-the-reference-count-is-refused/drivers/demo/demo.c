// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

#define DEMO_BIAS 1024

/* Somebody else has pinned the page `refs` times; the reference taken here is below the bias, until it is tracked. */
int demo_check(unsigned long addr, int refs)
{
	struct page *page;
	int ret = 0;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	if (page_count(page) / DEMO_BIAS != refs)
		ret = -EIO;
	put_page(page);
	return ret;
}
