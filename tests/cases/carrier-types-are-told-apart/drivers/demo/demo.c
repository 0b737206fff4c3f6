// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/bvec.h>
#include <linux/scatterlist.h>

/* What is under way: a page of the user in a scatterlist, or the driver's own in a bio_vec. */
struct demo_dev {
	struct scatterlist sg;
	struct bio_vec bv;
	void *current_op;
};

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
	dev->bv.bv_page = page;
	dev->current_op = &dev->bv;
	return 0;
}

void demo_own_done(struct demo_dev *dev)
{
	struct bio_vec *bv = dev->current_op;

	put_page(bv->bv_page);
}
