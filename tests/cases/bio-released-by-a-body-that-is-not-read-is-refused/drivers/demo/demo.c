// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/bio.h>

/* bio_release_pages() drops the pages as its body says; here there is none. */
static void demo_end(struct bio *bio)
{
	bio_release_pages(bio, true);
	bio_put(bio);
}

int demo_read(unsigned long addr)
{
	struct bio *bio = bio_alloc(NULL, 1, 0, 0);
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (bio_add_page(bio, page, PAGE_SIZE, 0) != PAGE_SIZE) {
		put_page(page);
		return -EIO;
	}
	bio->bi_end_io = demo_end;
	submit_bio(bio);
	return 0;
}
