// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

long demo_read(struct device *dev, unsigned long addr, bool keep)
{
	struct page *array[4], **pages = keep ? array : NULL;
	long i, got;

	got = get_user_pages(addr, 4, FOLL_WRITE, pages, NULL);
	if (got > 0 && pages)
		for (i = 0; i < got; i++) {
			dma_map_page(dev, pages[i], 0, PAGE_SIZE, DMA_FROM_DEVICE);
			put_page(pages[i]);
		}
	return got;
}

/* The other way to say it. */
static long demo_fault_in(struct device *dev, unsigned long addr, struct page **pages)
{
	long got = get_user_pages(addr, 1, FOLL_WRITE, pages, NULL);

	if (got == 1 && pages) {
		dma_map_page(dev, pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
		put_page(pages[0]);
	}
	return got;
}

long demo_write(struct device *dev, unsigned long addr)
{
	struct page *page;

	return demo_fault_in(dev, addr, &page);
}

long demo_touch(struct device *dev, unsigned long addr)
{
	return demo_fault_in(dev, addr, NULL);
}
