// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/bio.h>
void demo_end_io35(struct bio *bio);
void demo_end_io35(struct bio *bio) { struct bio_vec *bv; struct bvec_iter_all it;
	bio_for_each_segment_all(bv, bio, it)
		put_page(bv->bv_page);
	bio_put(bio); }
