// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

int demo_io(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	*(u8 *)page_address(page) = 0;
	put_page(page);
	return 0;
}