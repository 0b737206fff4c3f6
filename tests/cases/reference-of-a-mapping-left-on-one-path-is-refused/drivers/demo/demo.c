// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

void page_remove_rmap(struct page *page, struct vm_area_struct *vma, bool compound);

static void demo_unmap(struct vm_area_struct *vma, struct page *page, bool last)
{
	page_remove_rmap(page, vma, false);
	/* Who drops the page table's reference otherwise is not seen here. */
	if (last)
		put_page(page);
}

int demo_replace(struct vm_area_struct *vma, unsigned long addr, bool last)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	demo_unmap(vma, page, last);
	put_page(page);
	return 0;
}
