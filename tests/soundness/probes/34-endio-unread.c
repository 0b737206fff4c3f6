// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/bio.h>
void ext_end_io34(struct bio *bio);
int p34(struct bio *bio, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bio_add_page(bio, pg, 4096, 0) != 4096) { put_page(pg); return -5; }
	bio->bi_end_io = ext_end_io34;
	submit_bio(bio);
	return 0; }
