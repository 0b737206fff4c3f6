// RUN: gupkit-pin-released-by-put
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/slab.h>

/* One more reference of its own: the put drops that. */
int prs_twice(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	get_page(page);
	put_page(page);
	unpin_user_page(page);
	return 0;
}

struct prs_buf {
	struct page *page;
	int user;
};

int prs_fill(struct prs_buf *buf, unsigned long addr)
{
	if (addr)
		return pin_user_pages_fast(addr, 1, FOLL_WRITE, &buf->page);
	buf->page = alloc_page(GFP_KERNEL);
	return 1;
}

/* Pages of the driver's own come here, too. */
void prs_empty(struct prs_buf *buf)
{
	if (buf->user)
		unpin_user_page(buf->page);
	else
		put_page(buf->page);
}
