// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bio.h>

static void demo_end_io(struct bio *bio)
{
	bio_release_pages(bio, true);
	bio_put(bio);
}

int demo_submit(struct block_device *bdev, unsigned long addr)
{
	struct bio *bio = bio_alloc(bdev, 1, 0, GFP_KERNEL);
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (bio_add_page(bio, page, PAGE_SIZE, 0) != PAGE_SIZE) {
		put_page(page);
		return -EIO;
	}
	bio->bi_end_io = demo_end_io;
	submit_bio(bio);
	return 0;
}
