// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

/* No body in this tree; the model file says that it only looks. */
int demo_fw_submit(struct page **pages, unsigned int nr);

int demo_io(struct device *dev, unsigned long addr)
{
	struct page *pages[8];
	int got, ret;

	got = get_user_pages_fast(addr, 8, FOLL_WRITE, pages);
	if (got <= 0)
		return -EFAULT;
	dma_map_page(dev, pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	ret = demo_fw_submit(pages, got);
	release_pages(pages, got);
	return ret;
}
