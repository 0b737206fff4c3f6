// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dma-mapping.h>
#include <linux/mm.h>

int demo_fault(struct device *dev, struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	vma->vm_private_data = page;
	return 0;
}

void demo_close(struct vm_area_struct *vma)
{
	put_page(vma->vm_private_data);
}
