// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/dma-mapping.h>

/* A buffer of a transfer is anything to whoever fills it; here it is the table of the user's pages, too. */
struct demo_xfer {
	void *buf;
};

struct demo_dev {
	struct list_head pool;
	struct page *staging;
	struct page **table;
	struct demo_xfer xfer;
};

int demo_open(struct demo_dev *dev, unsigned long addr)
{
	dev->table = kcalloc(1, sizeof(*dev->table), GFP_KERNEL);
	if (!dev->table)
		return -ENOMEM;
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, dev->table) != 1) {
		kfree(dev->table);
		return -EFAULT;
	}
	dev->xfer.buf = dev->table;
	return 0;
}

void demo_close(struct demo_dev *dev)
{
	put_page(dev->table[0]);
	kfree(dev->table);
}

int demo_stage(struct demo_dev *dev)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	list_add(&page->lru, &dev->pool);
	dev->staging = list_first_entry(&dev->pool, struct page, lru);
	return 0;
}

void demo_receive(struct demo_dev *dev, unsigned long len)
{
	memcpy(dev->xfer.buf, page_address(dev->staging), len);
}
