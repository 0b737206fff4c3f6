// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

/* The names of the core patches, where the tree has them; see include/linux/gup_untracked.h there. */
int get_user_pages_fast_untracked(unsigned long start, int nr_pages, unsigned int gup_flags,
				  struct page **pages);

int demo_send(struct device *dev, unsigned long addr)
{
	struct page *page;
	dma_addr_t dma;
	int ret;

	ret = get_user_pages_fast_untracked(addr, 1, 0, &page);
	if (ret != 1)
		return -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	dma_unmap_page(dev, dma, PAGE_SIZE, DMA_TO_DEVICE);
	put_page(page);
	return 0;
}

/* Its page goes where nobody looks: the mark stays. */
struct page *demo_page;

int demo_keep(unsigned long addr)
{
	return get_user_pages_fast_untracked(addr, 1, 0, &demo_page);
}
