// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bio.h>

static void demo_end_io(struct bio *bio)
{
	struct bvec_iter_all iter;
	struct bio_vec *bv;

	bio_for_each_segment_all(bv, bio, iter)
		put_page(bv->bv_page);
	bio_put(bio);
}

int demo_submit_user(struct block_device *bdev, unsigned long addr)
{
	struct bio *bio = bio_alloc(bdev, 1, 0, GFP_KERNEL);
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	if (bio_add_page(bio, page, PAGE_SIZE, 0) != PAGE_SIZE) {
		put_page(page);
		return -EIO;
	}
	bio->bi_end_io = demo_end_io;
	submit_bio(bio);
	return 0;
}

int demo_submit_own(struct block_device *bdev)
{
	struct bio *bio = bio_alloc(bdev, 1, 0, GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	bio_add_page(bio, page, PAGE_SIZE, 0);
	bio->bi_end_io = demo_end_io;
	submit_bio(bio);
	return 0;
}
