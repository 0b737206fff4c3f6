// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include "desc.h"

static void demo_clear(unsigned long *frames, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		frames[i] = ~0UL;
}

int demo_add(struct demo_dev *dev, unsigned long addr)
{
	struct page *page, *pages[4];
	struct demo_desc *desc;
	int got, i;

	page = alloc_page(GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	desc = page_address(page);
	demo_clear(desc->frames, 4);
	got = get_user_pages_fast(addr, 4, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (got != 4)
		goto err;
	for (i = 0; i < got; i++)
		desc->frames[i] = page_to_pfn(pages[i]);
	desc->length = got;
	dev->user = page;
	return 0;
err:
	if (got > 0)
		release_pages(pages, got);
	__free_page(page);
	return -EFAULT;
}

void demo_remove(struct demo_dev *dev)
{
	struct demo_desc *desc = page_address(dev->user);
	unsigned int i;

	for (i = 0; i < desc->length; i++)
		put_page(pfn_to_page(desc->frames[i]));
	__free_page(dev->user);
	dev->user = NULL;
}
