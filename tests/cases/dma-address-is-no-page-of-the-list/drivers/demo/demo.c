// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/dma-mapping.h>

/* The list of the user's pages; the device writes its status through the first entry, where the driver's page is. */
struct demo_dev {
	struct scatterlist sg[4];
	struct scatterlist own[1];
	void *status;
};

int demo_user(struct demo_dev *dev, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	sg_set_page(&dev->sg[0], page, PAGE_SIZE, 0);
	return 0;
}

int demo_own(struct demo_dev *dev)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	sg_set_page(&dev->own[0], page, PAGE_SIZE, 0);
	dev->own[0].dma_address = (dma_addr_t)page_to_pfn(page) << PAGE_SHIFT;
	dev->sg[0].dma_address = dev->own[0].dma_address;
	return 0;
}

void demo_user_done(struct demo_dev *dev)
{
	put_page(sg_page(&dev->sg[0]));
}

void demo_own_done(struct demo_dev *dev)
{
	put_page(sg_page(&dev->own[0]));
}
