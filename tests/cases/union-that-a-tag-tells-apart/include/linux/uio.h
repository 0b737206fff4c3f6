/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_UIO_H
#define _LINUX_UIO_H

#include <linux/types.h>

struct bio_vec;

struct iovec {
	void __user *iov_base;
	size_t iov_len;
};

struct iov_iter {
	u8 iter_type;
	size_t count;
	union {
		const struct iovec *iov;
		const struct bio_vec *bvec;
	};
	unsigned long nr_segs;
};

static inline void iov_iter_bvec(struct iov_iter *i, unsigned int direction, const struct bio_vec *bvec,
				 unsigned long nr_segs, size_t count)
{
	i->iter_type = direction;
	i->bvec = bvec;
	i->nr_segs = nr_segs;
	i->count = count;
}

#endif
