// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/bio.h>
#include <linux/highmem.h>
int p34c(struct bio *bio, unsigned long a) { struct page *pg[2];
	if (get_user_pages_fast(a, 2, 1, pg) != 2) return -14;
	kmap(pg[0]); set_page_dirty_lock(pg[0]);
	put_page(pg[0]);
	if (bio) bio_add_page(bio, pg[1], 4096, 0); else put_page(pg[1]);
	return 0; }
