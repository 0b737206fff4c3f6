// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dma-buf.h>
#include <linux/slab.h>

/* The exporter's page. */
struct sg_table *demo_bus_map(struct dma_buf_attachment *attach, int direction)
{
	attach->sgt = kzalloc(sizeof(*attach->sgt), GFP_KERNEL);
	sg_alloc_table(attach->sgt, 1, GFP_KERNEL);
	sg_set_page(attach->sgt->sgl, alloc_page(GFP_KERNEL), PAGE_SIZE, 0);
	return attach->sgt;
}
