// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

int demo_fw_submit(struct page **pages, unsigned int nr);

int demo_io(struct device *dev, unsigned long addr, unsigned int count)
{
	struct page **pages = kcalloc(count, sizeof(*pages), GFP_KERNEL);
	unsigned int i;
	int got, ret;

	if (!pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, count, FOLL_WRITE, pages);
	if (got < 0) {
		kfree(pages);
		return got;
	}
	/* Defined nowhere in this tree: may keep or drop the pages. */
	dma_map_page(dev, pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	ret = demo_fw_submit(pages, got);
	if (!ret)
		return 0;
	for (i = 0; i < (unsigned int)got; i++)
		put_page(pages[i]);
	kfree(pages);
	return ret;
}
