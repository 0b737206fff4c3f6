// SPDX-License-Identifier: GPL-2.0-only
#include "demo.h"

static struct bio *demo_last;

int demo_fill(struct demo_buf *buf, unsigned long addr)
{
	struct page *page;
	int nr = 0;

	while (nr < 16 && get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) == 1) {
		buf->bvec[nr].bv_page = page;
		buf->bvec[nr].bv_len = PAGE_SIZE;
		addr += PAGE_SIZE;
		nr++;
	}
	buf->nr = nr;
	return nr;
}

void demo_empty(struct demo_buf *buf)
{
	int i;

	for (i = 0; i < buf->nr; i++)
		put_page(buf->bvec[i].bv_page);
}

void demo_submit(struct demo_buf *buf, struct block_device *bdev)
{
	struct bio *bio = bio_alloc(bdev, 0, 0, GFP_KERNEL);
	struct iov_iter iter;

	iov_iter_bvec(&iter, 0, buf->bvec, buf->nr, buf->nr * PAGE_SIZE);
	bio_iov_bvec_set(bio, &iter);
	demo_last = bio;
	submit_bio(bio);
}

/* A bio with a table of its own. */
void demo_log(struct block_device *bdev)
{
	demo_last = bio_alloc(bdev, 1, 0, GFP_KERNEL);
	bio_add_page(demo_last, alloc_page(GFP_KERNEL), PAGE_SIZE, 0);
	demo_last->bi_io_vec[0].bv_page = alloc_page(GFP_KERNEL);
}
