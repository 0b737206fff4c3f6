// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dma-buf.h>

struct sg_table *dma_buf_map_attachment(struct dma_buf_attachment *attach, int direction)
{
	if (!attach->sgt)
		attach->sgt = attach->ops->map_dma_buf(attach, direction);
	return attach->sgt;
}

void dma_buf_unmap_attachment(struct dma_buf_attachment *attach, struct sg_table *table, int direction)
{
	attach->ops->unmap_dma_buf(attach, table, direction);
}

void dma_buf_detach(struct dma_buf_attachment *attach)
{
	if (attach->sgt)
		attach->ops->unmap_dma_buf(attach, attach->sgt, 0);
}
