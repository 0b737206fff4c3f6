/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEMO_H
#define DEMO_H

#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct demo_buf {
	struct device *dev;
	struct page **pages;
	unsigned int nr_pages;
};

int demo_fill(struct demo_buf *buf, unsigned long addr, unsigned int count);
void demo_empty(struct demo_buf *buf);

#endif
