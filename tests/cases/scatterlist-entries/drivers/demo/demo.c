// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_map {
	struct sg_table sgt;
};

int demo_map(struct device *dev, struct demo_map *m, unsigned long addr, unsigned int count)
{
	struct scatterlist *sg;
	struct page **pages;
	unsigned int i;
	int got;

	pages = kcalloc(count, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, count, FOLL_WRITE, pages);
	if (got <= 0) {
		kfree(pages);
		return -EFAULT;
	}
	sg_alloc_table(&m->sgt, got, GFP_KERNEL);
	for_each_sg(m->sgt.sgl, sg, got, i)
		sg_set_page(sg, pages[i], PAGE_SIZE, 0);
	kfree(pages);
	return dma_map_sg(dev, m->sgt.sgl, got, DMA_FROM_DEVICE);
}

void demo_unmap(struct device *dev, struct demo_map *m)
{
	struct scatterlist *sg;
	unsigned int i;

	dma_unmap_sg(dev, m->sgt.sgl, m->sgt.orig_nents, DMA_FROM_DEVICE);
	for_each_sg(m->sgt.sgl, sg, m->sgt.orig_nents, i)
		put_page(sg_page(sg));
	sg_free_table(&m->sgt);
}
