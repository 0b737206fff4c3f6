// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

void page_add_file_rmap(struct page *page, struct vm_area_struct *vma, bool compound);

static int demo_look(struct page *page)
{
	struct page *head = compound_head(page);
	int ret = -EAGAIN;

	get_page(head);
	if (PageDirty(page))
		goto out;
	ret = 0;
out:
	put_page(page);
	return ret;
}

static void demo_map(struct vm_area_struct *vma, struct page *page)
{
	get_page(page);
	page_add_file_rmap(page, vma, false);
}

int demo_take(struct device *dev, struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page;
	int ret;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	ret = demo_look(page);
	if (!ret)
		demo_map(vma, page);
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	put_page(page);
	return ret;
}
