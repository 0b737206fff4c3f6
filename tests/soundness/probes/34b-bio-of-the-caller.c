// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/bio.h>
struct b34 { struct page *page; };
int p34b(struct b34 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p34b_drop(struct b34 *b, struct bio *bio) {
	if (bio) bio_add_page(bio, b->page, 4096, 0); else put_page(b->page); }
