// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

int demo_fault(struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	vma->vm_private_data = page;
	return 0;
}

void demo_close(struct vm_area_struct *vma)
{
	put_page(vma->vm_private_data);
}
