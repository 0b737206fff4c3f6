// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include "desc.h"

int demo_own(struct demo_dev *dev)
{
	struct page *page = alloc_page(GFP_KERNEL);
	struct demo_desc *desc;

	if (!page)
		return -ENOMEM;
	desc = page_address(page);
	desc->frames[0] = page_to_pfn(page);
	desc->length = 1;
	dev->own = page;
	return 0;
}

void demo_own_free(struct demo_dev *dev)
{
	__free_page(dev->own);
}
