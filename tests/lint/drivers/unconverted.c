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
	got = get_user_pages_fast(addr, count, FOLL_WRITE, buf->pages); /* finding: unconverted */
	buf->nr = got < 0 ? 0 : got;
	return got;
}

void unc_empty(struct unc_buf *buf)
{
	int i;

	for (i = 0; i < buf->nr; i++)
		put_page(buf->pages[i]);
	kfree(buf->pages);
	buf->pages = NULL;
}
