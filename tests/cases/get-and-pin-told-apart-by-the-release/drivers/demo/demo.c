// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

enum demo_command { DEMO_GET, DEMO_PIN };

struct demo_buf {
	struct device *dev;
	struct page *pages[8];
	unsigned int nr;
};

static void demo_empty(enum demo_command command, struct demo_buf *buf)
{
	unsigned int i;

	switch (command) {
	case DEMO_GET:
		for (i = 0; i < buf->nr; i++)
			put_page(buf->pages[i]);
		break;
	case DEMO_PIN:
		unpin_user_pages(buf->pages, buf->nr);
		break;
	}
}

int demo_run(enum demo_command command, struct demo_buf *buf, unsigned long addr)
{
	int got = -EINVAL;

	switch (command) {
	case DEMO_GET:
		got = get_user_pages_fast(addr, 8, FOLL_WRITE, buf->pages);
		break;
	case DEMO_PIN:
		got = pin_user_pages_fast(addr, 8, FOLL_WRITE | FOLL_LONGTERM, buf->pages);
		break;
	}
	if (got < 0)
		return got;
	buf->nr = got;
	dma_map_page(buf->dev, buf->pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	demo_empty(command, buf);
	return 0;
}
