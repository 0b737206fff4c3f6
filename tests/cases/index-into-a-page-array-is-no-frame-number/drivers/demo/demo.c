// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/slab.h>

struct demo_buf {
	struct page **pages;
	int nr;
};

/* Firmware: nobody can read what they count. */
unsigned long demo_fw_first(void);

int demo_init(struct demo_buf *buf)
{
	buf->pages = kcalloc(16, sizeof(*buf->pages), GFP_KERNEL);
	return buf->pages ? 0 : -ENOMEM;
}

int demo_fill(struct demo_buf *buf, unsigned long addr)
{
	int got;

	got = get_user_pages_fast(addr, 1, FOLL_WRITE, buf->pages + demo_fw_first());
	buf->nr = got > 0 ? got : 0;
	return got;
}

void demo_empty(struct demo_buf *buf)
{
	int i;

	for (i = 0; i < buf->nr; i++)
		put_page(buf->pages[i]);
}
