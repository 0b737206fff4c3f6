// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/scatterlist.h>

/* What is under way: a page of the user in a scatterlist, the list of the driver's own pages, or a step to take. */
struct demo_dev {
	struct scatterlist sg;
	struct list_head own;
	void *current_op;
};

static void demo_step(void)
{
}

int demo_user(struct demo_dev *dev, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	sg_init_table(&dev->sg, 1);
	sg_set_page(&dev->sg, page, PAGE_SIZE, 0);
	dev->current_op = &dev->sg;
	return 0;
}

void demo_user_done(struct demo_dev *dev)
{
	struct scatterlist *sg = dev->current_op;

	put_page(sg_page(sg));
}

int demo_own(struct demo_dev *dev)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	list_add(&page->lru, &dev->own);
	dev->current_op = &dev->own;
	return 0;
}

void demo_idle(struct demo_dev *dev)
{
	dev->current_op = demo_step;
}

void demo_own_done(struct demo_dev *dev)
{
	struct page *page = list_first_entry(&dev->own, struct page, lru);

	list_del(&page->lru);
	put_page(page);
}
