// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bio.h>
#include <linux/uio.h>

void iov_iter_bvec(struct iov_iter *i, unsigned int direction, const struct bio_vec *bvec,
		   unsigned long nr_segs, size_t count)
{
	i->iter_type = direction;
	i->bvec = bvec;
	i->nr_segs = nr_segs;
	i->count = count;
}
