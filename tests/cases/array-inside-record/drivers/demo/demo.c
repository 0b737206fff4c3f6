// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

#define DEMO_MAX 16

struct demo_req {
	struct device *dev;
	struct page *pages[DEMO_MAX];
	unsigned int count;
};

int demo_start(struct demo_req *req, unsigned long addr, int count)
{
	int got = get_user_pages_fast(addr, min(count, DEMO_MAX), FOLL_WRITE, req->pages);

	if (got <= 0)
		return -EFAULT;
	req->count = got;
	dma_map_page(req->dev, req->pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

void demo_finish(struct demo_req *req)
{
	unsigned int i;

	for (i = 0; i < req->count; i++)
		put_page(req->pages[i]);
	req->count = 0;
}
