// SPDX-License-Identifier: GPL-2.0-only
#include "demo.h"

struct demo_buf {
	struct demo_io io;
	struct page *own[16];
	int nr;
};

int demo_fill(struct demo_buf *buf, unsigned long addr)
{
	buf->io.table = buf->own;
	buf->nr = get_user_pages_fast(addr, 16, FOLL_WRITE | FOLL_LONGTERM, buf->own);
	return buf->nr;
}

void demo_empty(struct demo_buf *buf)
{
	int i;

	for (i = 0; i < buf->nr; i++)
		put_page(buf->own[i]);
}
