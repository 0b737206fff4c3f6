// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/uio.h>

struct demo_io {
	struct device *dev;
	struct page *pages[8];
	unsigned int nr;
};

ssize_t demo_prep(struct demo_io *io, struct iov_iter *iter)
{
	size_t offset;
	ssize_t len;

	/* The iterator may hold kernel or page cache pages. */
	len = iov_iter_get_pages2(iter, io->pages, 8 * PAGE_SIZE, 8, &offset);
	if (len < 0)
		return len;
	io->nr = DIV_ROUND_UP(offset + len, PAGE_SIZE);
	dma_map_page(io->dev, io->pages[0], 0, PAGE_SIZE, DMA_TO_DEVICE);
	return len;
}

void demo_finish(struct demo_io *io)
{
	unsigned int i;

	for (i = 0; i < io->nr; i++)
		put_page(io->pages[i]);
}
