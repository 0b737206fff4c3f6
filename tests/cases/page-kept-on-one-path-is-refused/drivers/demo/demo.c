// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

/* Dropped at once, except where the caller wants to keep it: then somebody else has to. */
int demo_report(struct vm_area_struct *vma, unsigned long addr, bool keep)
{
	struct page *page;
	int ret;

	ret = get_user_pages_fast(addr, 1, 0, &page);
	if (ret != 1)
		return -EFAULT;
	vma->vm_private_data = page_address(page);
	*(char *)vma->vm_private_data = 0;
	if (keep)
		return 0;
	put_page(page);
	return 0;
}
