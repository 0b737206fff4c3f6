// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/bio.h>
static void end(struct bio *bio) { bio_check_pages_dirty(bio); }
int m19(struct block_device *b, unsigned long a) { struct page *pg; struct bio *bio = bio_alloc(b, 1, REQ_OP_READ, GFP_KERNEL);
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) { bio_put(bio); return -14; }
	if (bio_add_page(bio, pg, PAGE_SIZE, 0) != PAGE_SIZE) { put_page(pg); bio_put(bio); return -5; }
	bio->bi_end_io = end;
	bio_set_pages_dirty(bio);
	submit_bio(bio);
	return 0; }
