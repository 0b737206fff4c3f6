// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/dma-mapping.h>

/* A device without an IOMMU: the frame number is read back from the DMA address, whoever the page is from. */
struct demo_dev {
	struct scatterlist sg[4];
};

int demo_user(struct demo_dev *dev, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dev->sg[0].dma_address = (dma_addr_t)page_to_pfn(page) << PAGE_SHIFT;
	return 0;
}

int demo_own(struct demo_dev *dev)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	dev->sg[1].dma_address = (dma_addr_t)page_to_pfn(page) << PAGE_SHIFT;
	return 0;
}

void demo_done(struct demo_dev *dev, int i)
{
	put_page(pfn_to_page(dev->sg[i].dma_address >> PAGE_SHIFT));
}
