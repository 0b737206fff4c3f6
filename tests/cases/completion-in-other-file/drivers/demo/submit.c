// SPDX-License-Identifier: GPL-2.0-only
#include "demo.h"

int demo_submit(struct demo_io *io, unsigned long addr, unsigned int count)
{
	int got;

	io->pages = kcalloc(count, sizeof(*io->pages), GFP_KERNEL);
	if (!io->pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, count, 0, io->pages);
	if (got <= 0) {
		kfree(io->pages);
		return -EFAULT;
	}
	io->nr = got;
	dma_map_page(io->dev, io->pages[0], 0, PAGE_SIZE, DMA_TO_DEVICE);
	io->end = demo_io_end;
	return 0;
}
