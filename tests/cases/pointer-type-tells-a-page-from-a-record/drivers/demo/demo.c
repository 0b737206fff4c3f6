// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/list.h>
#include <linux/slab.h>

/* Pages of the user wait in one queue, jobs in the other; a job is no page. */
enum { DEMO_PAGES, DEMO_JOBS, DEMO_QUEUES };

struct demo_job {
	struct list_head node;
};

struct demo_work {
	void *data;
};

struct demo_dev {
	struct list_head *queues;
	struct demo_work work, scratch;
};

int demo_open(struct demo_dev *dev)
{
	dev->queues = kcalloc(DEMO_QUEUES, sizeof(*dev->queues), GFP_KERNEL);
	if (!dev->queues)
		return -ENOMEM;
	INIT_LIST_HEAD(&dev->queues[DEMO_PAGES]);
	INIT_LIST_HEAD(&dev->queues[DEMO_JOBS]);
	return 0;
}

int demo_add(struct demo_dev *dev, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	list_add(&page->lru, &dev->queues[DEMO_PAGES]);
	return 0;
}

void demo_queue(struct demo_dev *dev, struct demo_job *job)
{
	list_add(&job->node, &dev->queues[DEMO_JOBS]);
}

void demo_next(struct demo_dev *dev)
{
	struct demo_job *job = list_first_entry(&dev->queues[DEMO_JOBS], struct demo_job, node);

	dev->work.data = job;
}

void demo_scratch(struct demo_dev *dev)
{
	struct page *page;

	dev->scratch.data = alloc_page(GFP_KERNEL);
	page = dev->scratch.data;
	if (page)
		put_page(page);
}

void demo_drop(struct demo_dev *dev)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, &dev->queues[DEMO_PAGES], lru) {
		list_del(&page->lru);
		put_page(page);
	}
}
