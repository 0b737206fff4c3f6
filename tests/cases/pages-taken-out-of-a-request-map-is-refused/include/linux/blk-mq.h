/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BLK_MQ_H
#define _LINUX_BLK_MQ_H

#include <linux/bio.h>

struct request {
	struct bio *bio;
};

struct rq_map_data {
	struct page **pages;
	unsigned short nr_entries;
};

int blk_rq_map_user(struct request *rq, struct rq_map_data *map);

#endif
