/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DMA_BUF_H
#define _LINUX_DMA_BUF_H

#include <linux/scatterlist.h>

struct dma_buf_attachment;

struct dma_buf_ops {
	struct sg_table *(*map_dma_buf)(struct dma_buf_attachment *attach, int direction);
	void (*unmap_dma_buf)(struct dma_buf_attachment *attach, struct sg_table *table, int direction);
};

struct dma_buf_attachment {
	const struct dma_buf_ops *ops;
	struct sg_table *sgt;
	unsigned long addr;
};

struct sg_table *dma_buf_map_attachment(struct dma_buf_attachment *attach, int direction);
void dma_buf_unmap_attachment(struct dma_buf_attachment *attach, struct sg_table *table, int direction);

#endif
