// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bio.h>

void bio_release_pages(struct bio *bio, bool mark_dirty)
{
	struct bvec_iter_all iter;
	struct bio_vec *bv;

	bio_for_each_segment_all(bv, bio, iter) {
		if (mark_dirty && !PageCompound(bv->bv_page))
			set_page_dirty_lock(bv->bv_page);
		put_page(bv->bv_page);
	}
}
