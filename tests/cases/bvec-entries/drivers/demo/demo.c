// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bio.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_io {
	struct device *dev;
	struct bio_vec *bvec;
	unsigned int nr;
};

int demo_prep(struct demo_io *io, unsigned long addr, unsigned int count)
{
	struct page *pages[8];
	int got, i;

	io->bvec = kcalloc(8, sizeof(*io->bvec), GFP_KERNEL);
	if (!io->bvec)
		return -ENOMEM;
	got = get_user_pages_fast(addr, min(count, 8u), FOLL_WRITE, pages);
	if (got <= 0)
		return -EFAULT;
	for (i = 0; i < got; i++) {
		dma_map_page(io->dev, pages[i], 0, PAGE_SIZE, DMA_FROM_DEVICE);
		io->bvec[i].bv_page = pages[i];
		io->bvec[i].bv_len = PAGE_SIZE;
		io->bvec[i].bv_offset = 0;
	}
	io->nr = got;
	return 0;
}

void demo_finish(struct demo_io *io)
{
	unsigned int i;

	for (i = 0; i < io->nr; i++)
		put_page(io->bvec[i].bv_page);
}
