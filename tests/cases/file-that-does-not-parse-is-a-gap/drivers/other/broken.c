// SPDX-License-Identifier: GPL-2.0-only
#include <linux/no_such_header.h>
#include <linux/mm.h>

int broken_io(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	put_page(page;
	return 0;
}
