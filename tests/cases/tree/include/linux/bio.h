/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BIO_H
#define _LINUX_BIO_H

#include <linux/bvec.h>

struct bio;
struct block_device;
typedef void (bio_end_io_t)(struct bio *bio);

struct bio {
	struct bio *bi_next;
	unsigned short bi_flags;
	unsigned short bi_vcnt;
	unsigned short bi_max_vecs;
	void *bi_private;
	bio_end_io_t *bi_end_io;
	struct bio_vec *bi_io_vec;
};

#define bio_for_each_segment_all(bvl, bio, iter)			\
	for (bvl = bvec_init_iter_all(&iter); bio_next_segment((bio), &iter);)

static inline bool bio_next_segment(const struct bio *bio, struct bvec_iter_all *iter)
{
	if (iter->idx >= bio->bi_vcnt)
		return false;
	bvec_advance(&bio->bi_io_vec[iter->idx], iter);
	return true;
}

struct bio *bio_alloc(struct block_device *bdev, unsigned short nr_vecs, unsigned int opf,
		      gfp_t gfp);
void bio_endio(struct bio *bio);
int bio_add_page(struct bio *bio, struct page *page, unsigned int len, unsigned int off);
void submit_bio(struct bio *bio);
void bio_put(struct bio *bio);
void bio_release_pages(struct bio *bio, bool mark_dirty);

#endif
