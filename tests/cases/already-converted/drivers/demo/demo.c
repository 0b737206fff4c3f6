// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_buf {
	struct page **pages;
	unsigned int nr;
};

int demo_fill(struct demo_buf *buf, unsigned long addr, unsigned int count)
{
	int got = pin_user_pages_fast(addr, count, FOLL_WRITE, buf->pages);

	if (got < 0)
		return got;
	buf->nr = got;
	return 0;
}

void demo_empty(struct demo_buf *buf)
{
	unpin_user_pages_dirty_lock(buf->pages, buf->nr, true);
}
