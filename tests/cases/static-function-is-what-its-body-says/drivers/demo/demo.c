// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

struct demo_dev {
	struct page *pages[16];
	int nr;
};

/* Another function of this name may do something else elsewhere; this one drops the references. */
static void free_pages_bulk_array(unsigned long nr, struct page **pages)
{
	unsigned long i;

	for (i = 0; i < nr; i++)
		put_page(pages[i]);
}

int demo_take(struct demo_dev *dev, unsigned long addr)
{
	dev->nr = get_user_pages_fast(addr, 16, FOLL_WRITE, dev->pages);
	return dev->nr < 0 ? dev->nr : 0;
}

void demo_drop(struct demo_dev *dev)
{
	free_pages_bulk_array(dev->nr, dev->pages);
}
