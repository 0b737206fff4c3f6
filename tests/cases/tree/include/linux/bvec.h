/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BVEC_H
#define _LINUX_BVEC_H

#include <linux/mm.h>

struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len;
	unsigned int bv_offset;
};

struct bvec_iter_all {
	struct bio_vec bv;
	int idx;
	unsigned int done;
};

static inline struct bio_vec *bvec_init_iter_all(struct bvec_iter_all *iter)
{
	iter->idx = 0;
	iter->done = 0;
	return &iter->bv;
}

static inline void bvec_advance(const struct bio_vec *bvec, struct bvec_iter_all *iter)
{
	iter->bv.bv_page = bvec->bv_page;
	iter->bv.bv_offset = bvec->bv_offset;
	iter->bv.bv_len = bvec->bv_len;
	iter->idx++;
}

#endif
