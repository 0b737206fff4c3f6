// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bio.h>

void bio_endio(struct bio *bio)
{
	if (bio->bi_end_io)
		bio->bi_end_io(bio);
}
