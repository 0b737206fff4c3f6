// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_req {
	struct page *page;
	void (*done)(struct demo_req *req, struct page *page);
};

static void demo_req_done(struct demo_req *req, struct page *page)
{
	put_page(page);
	kfree(req);
}

int demo_submit(struct device *dev, unsigned long addr)
{
	struct demo_req *req = kzalloc(sizeof(*req), GFP_KERNEL);

	if (!req)
		return -ENOMEM;
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &req->page) != 1) {
		kfree(req);
		return -EFAULT;
	}
	dma_map_page(dev, req->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	req->done = demo_req_done;
	return 0;
}

void demo_complete(struct demo_req *req)
{
	req->done(req, req->page);
}
