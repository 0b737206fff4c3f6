/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/bio.h>
#include <linux/uio.h>

struct demo_buf {
	struct bio_vec bvec[16];
	int nr;
};

void bio_iov_bvec_set(struct bio *bio, struct iov_iter *iter);
