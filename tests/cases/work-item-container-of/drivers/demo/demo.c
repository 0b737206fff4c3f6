// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct demo_job {
	struct work_struct work;
	struct device *dev;
	struct page **pages;
	unsigned int nr;
};

static void demo_job_done(struct work_struct *work)
{
	struct demo_job *job = container_of(work, struct demo_job, work);
	unsigned int i;

	for (i = 0; i < job->nr; i++)
		put_page(job->pages[i]);
	kfree(job->pages);
	kfree(job);
}

int demo_submit(struct device *dev, unsigned long addr, unsigned int count)
{
	struct demo_job *job = kzalloc(sizeof(*job), GFP_KERNEL);
	int got;

	if (!job)
		return -ENOMEM;
	job->pages = kcalloc(count, sizeof(*job->pages), GFP_KERNEL);
	if (!job->pages) {
		kfree(job);
		return -ENOMEM;
	}
	got = get_user_pages_fast(addr, count, FOLL_WRITE, job->pages);
	if (got < 0) {
		kfree(job->pages);
		kfree(job);
		return got;
	}
	job->nr = got;
	job->dev = dev;
	dma_map_page(dev, job->pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	INIT_WORK(&job->work, demo_job_done);
	schedule_work(&job->work);
	return 0;
}
