// SPDX-License-Identifier: GPL-2.0-only
/* The callback has the record from its work item. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/errno.h>
#include <linux/workqueue.h>

struct demo_worker {
	unsigned long frame;
	struct work_struct work;
};

static struct demo_worker *own, *user;

int demo_worker_own(void)
{
	struct demo_worker *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	x->frame = page_to_pfn(page);
	schedule_work(&x->work);
	own = x;
	return 0;
}

int demo_worker_map(unsigned long addr)
{
	struct demo_worker *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	x->frame = page_to_pfn(page);
	schedule_work(&x->work);
	user = x;
	return 0;
}

void demo_worker_unmap(struct work_struct *work)
{
	struct demo_worker *x = container_of(work, struct demo_worker, work);

	put_page(pfn_to_page(x->frame));
	kfree(x);
}
