// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dma-buf.h>
#include <linux/mm.h>
#include <linux/slab.h>

static struct sg_table *own_map(struct dma_buf_attachment *attach, int direction)
{
	struct sg_table *table = kzalloc(sizeof(*table), GFP_KERNEL);

	sg_alloc_table(table, 1, GFP_KERNEL);
	sg_set_page(table->sgl, alloc_page(GFP_KERNEL), PAGE_SIZE, 0);
	return table;
}

static void own_unmap(struct dma_buf_attachment *attach, struct sg_table *table, int direction)
{
	put_page(sg_page(table->sgl));
	sg_free_table(table);
	kfree(table);
}

const struct dma_buf_ops own_ops = {
	.map_dma_buf = own_map,
	.unmap_dma_buf = own_unmap,
};
