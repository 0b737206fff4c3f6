// RUN: gupkit-unconverted
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/slab.h>

struct unc_buf {
	struct page **pages;
	int nr;
};

int unc_fill(struct unc_buf *buf, unsigned long addr, int count)
{
	int got;

	buf->pages = kcalloc(count, sizeof(*buf->pages), GFP_KERNEL);
	if (!buf->pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, count, FOLL_WRITE, buf->pages);
// CHECK-MESSAGES: :[[@LINE-1]]:8: warning: get_user_pages_fast() takes pages that nothing tracks, and each of their releases could be converted [gupkit-unconverted]
// CHECK-FIXES: got = pin_user_pages_fast(addr, count, FOLL_WRITE, buf->pages);
	buf->nr = got < 0 ? 0 : got;
	return got;
}

void unc_empty(struct unc_buf *buf)
{
	int i;

	for (i = 0; i < buf->nr; i++)
		put_page(buf->pages[i]);
// CHECK-FIXES: unpin_user_pages(buf->pages, buf->nr);
	kfree(buf->pages);
	buf->pages = NULL;
}
