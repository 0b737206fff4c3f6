// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/bio.h>

static void demo_end_io(struct bio *bio)
{
	struct page *page = bio->bi_private;

	put_page(page);
	bio_put(bio);
}

int demo_submit(struct bio *bio, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	bio->bi_private = page;
	bio->bi_end_io = demo_end_io;
	submit_bio(bio);
	return 0;
}
