// SPDX-License-Identifier: GPL-2.0-only
#include <linux/blk-mq.h>

/* Pages of the caller are not the bio's to release. */
static int bio_copy_user_iov(struct request *rq, struct rq_map_data *map)
{
	struct bio *bio = bio_alloc(NULL, 1, 0, GFP_KERNEL);
	struct page *page;

	if (map)
		page = map->pages[0];
	else
		page = alloc_page(GFP_KERNEL);
	bio_add_page(bio, page, PAGE_SIZE, 0);
	rq->bio = bio;
	return 0;
}

int blk_rq_map_user(struct request *rq, struct rq_map_data *map)
{
	return bio_copy_user_iov(rq, map);
}

void blk_rq_free_own(struct request *rq)
{
	put_page(rq->bio->bi_io_vec[0].bv_page);
}

/* Not the function that lends them to a bio. */
void blk_rq_drop(struct request *rq, struct rq_map_data *map)
{
	struct page *page = map ? map->pages[0] : alloc_page(GFP_KERNEL);

	put_page(page);
}
