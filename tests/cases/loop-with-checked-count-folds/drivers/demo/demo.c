// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

int demo_io(unsigned long addr, int count)
{
	struct page *pages[8];
	int got, i;

	got = get_user_pages_fast(addr, count, 0, pages);
	if (got < 0)
		return got;

	/* All of them, or none. */
	if (got < count) {
		for (i = 0; i < got; i++)
			put_page(pages[i]);
		return -EFAULT;
	}
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return 0;
}
