// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bio.h>
#include <linux/uio.h>

void bio_iov_bvec_set(struct bio *bio, struct iov_iter *iter)
{
	bio->bi_vcnt = iter->nr_segs;
	bio->bi_io_vec = (struct bio_vec *)iter->bvec;
}
