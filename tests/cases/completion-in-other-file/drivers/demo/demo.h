/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEMO_H
#define DEMO_H

#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_io {
	struct device *dev;
	struct page **pages;
	unsigned int nr;
	void (*end)(struct demo_io *io, int error);
};

void demo_io_end(struct demo_io *io, int error);

#endif
