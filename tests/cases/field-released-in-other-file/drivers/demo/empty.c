// SPDX-License-Identifier: GPL-2.0-only
#include "demo.h"

/* Called once the hardware is done with the buffer. */
void demo_empty(struct demo_buf *buf)
{
	unsigned int i;

	for (i = 0; i < buf->nr_pages; i++)
		put_page(buf->pages[i]);
	kfree(buf->pages);
	buf->pages = NULL;
}
