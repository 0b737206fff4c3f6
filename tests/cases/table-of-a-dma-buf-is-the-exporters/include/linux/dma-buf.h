/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DMA_BUF_H
#define _LINUX_DMA_BUF_H

#include <linux/scatterlist.h>

struct dma_buf_attachment {
	struct sg_table *sgt;
};

struct sg_table *dma_buf_map_attachment(struct dma_buf_attachment *attach, int direction);

#endif
