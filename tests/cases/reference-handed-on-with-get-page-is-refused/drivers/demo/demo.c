// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bio.h>

/* The user's reference goes at once; a plain one keeps the page for the bio. */
static int demo_add(struct bio *bio, struct page *page)
{
	get_page(page);
	if (bio_add_page(bio, page, PAGE_SIZE, 0) != PAGE_SIZE) {
		put_page(page);
		return -EIO;
	}
	return 0;
}

static void demo_end_io(struct bio *bio)
{
	struct bvec_iter_all iter;
	struct bio_vec *bv;

	bio_for_each_segment_all(bv, bio, iter)
		put_page(bv->bv_page);
	bio_put(bio);
}

int demo_submit(struct block_device *bdev, unsigned long addr)
{
	struct bio *bio = bio_alloc(bdev, 1, 0, GFP_KERNEL);
	struct page *page;
	int ret;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	bio->bi_end_io = demo_end_io;
	ret = demo_add(bio, page);
	put_page(page);
	if (!ret)
		submit_bio(bio);
	return ret;
}
