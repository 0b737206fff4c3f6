// RUN: gupkit-pin-released-by-put
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/slab.h>

struct prp_buf {
	struct page *page;
	struct page *own;
};

int prp_fill(struct prp_buf *buf, unsigned long addr)
{
	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &buf->page) != 1)
		return -EFAULT;
	return 0;
}

void prp_empty(struct prp_buf *buf)
{
	put_page(buf->page);
	buf->page = NULL;
}

int prp_folio(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	folio_put(page_folio(page));
// CHECK-MESSAGES: :[[@LINE-1]]:2: warning: folio_put() drops a plain reference of a pinned page: the pin stays for ever [gupkit-pin-released-by-put]
	return 0;
}
