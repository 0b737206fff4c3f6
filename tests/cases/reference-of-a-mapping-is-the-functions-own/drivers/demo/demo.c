// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

void page_remove_rmap(struct page *page, struct vm_area_struct *vma, bool compound);

static void demo_unmap(struct vm_area_struct *vma, struct page *page)
{
	/* The page table's reference is the caller's now. */
	page_remove_rmap(page, vma, false);
	put_page(page);
}

int demo_replace(struct device *dev, struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	demo_unmap(vma, page);
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	put_page(page);
	return 0;
}
