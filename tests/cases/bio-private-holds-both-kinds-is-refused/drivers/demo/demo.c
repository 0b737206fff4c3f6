// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/bio.h>

static void demo_end_io(struct bio *bio)
{
	put_page(bio->bi_private);
	bio_put(bio);
}

int demo_user(struct bio *bio, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	bio->bi_private = page;
	bio->bi_end_io = demo_end_io;
	submit_bio(bio);
	return 0;
}

int demo_own(struct bio *bio)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	bio->bi_private = page;
	bio->bi_end_io = demo_end_io;
	submit_bio(bio);
	return 0;
}
