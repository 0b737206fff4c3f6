// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

static long demo_some(struct device *dev, unsigned long addr, unsigned long count, struct page **pages)
{
	unsigned long i;
	long got;

	if (!pages)
		return -EINVAL;
	got = get_user_pages(addr, count, FOLL_WRITE, pages, NULL);
	if (got != count)
		return -EFAULT;
	for (i = 0; i < count; i++)
		dma_map_page(dev, pages[i], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	for (i = 0; i < count; i++)
		put_page(pages[i]);
	return 0;
}

long demo_read(struct device *dev, unsigned long addr, unsigned long count)
{
	struct page **pages = NULL;
	long ret;

	if (count > 4)
		pages = kcalloc(count, sizeof(*pages), GFP_KERNEL);
	ret = demo_some(dev, addr, count, pages);
	kfree(pages);
	return ret;
}

long demo_touch(struct device *dev, unsigned long addr)
{
	return demo_some(dev, addr, 1, NULL);
}
