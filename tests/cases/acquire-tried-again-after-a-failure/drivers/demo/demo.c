// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/highmem.h>

/* The second call overwrites the page only where the first brought none; `again` begins with none, too. */
int demo(unsigned long address, int rw, int x)
{
	struct page *page, *tail;
	int err, ro = 0;

again:
	err = get_user_pages_fast(address, 1, FOLL_WRITE, &page);
	if (err == -EFAULT && rw == 1) {
		err = get_user_pages_fast(address, 1, 0, &page);
		ro = 1;
	}
	if (err < 0)
		return err;
	else
		err = 0;
	tail = page;
	kmap(page);
	if (x) {
		put_page(page);
		if (x > 1)
			goto again;
		return -EFAULT;
	}
	err = ro;
	put_page(page);
	return err;
}

/* Not so here: with rw set the first page is overwritten while it is held. */
int demo_twice(unsigned long address, int rw, int x)
{
	struct page *page;
	int err;

	err = get_user_pages_fast(address, 1, FOLL_WRITE, &page);
	if (rw)
		err = get_user_pages_fast(address, 1, 0, &page);
	if (err < 0)
		return err;
	kmap(page);
	put_page(page);
	return err;
}
