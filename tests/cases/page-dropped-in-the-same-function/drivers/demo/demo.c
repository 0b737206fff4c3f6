// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

/* The address is reported to whoever asks; the page is dropped before that. */
int demo_report(struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page = NULL;
	int ret;

	ret = get_user_pages_fast(addr, 1, 0, &page);
	if (ret < 1)
		return ret < 0 ? ret : -EFAULT;
	vma->vm_private_data = page_address(page);
	*(char *)vma->vm_private_data = 0;
	ret = 0;
	put_page(page);
	return ret;
}
