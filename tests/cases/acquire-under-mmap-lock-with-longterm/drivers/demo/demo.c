// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_region {
	struct device *dev;
	struct page **pages;
	unsigned long nr;
};

int demo_register(struct demo_region *r, unsigned long addr, unsigned long nr)
{
	long got;

	r->pages = kvmalloc_array(nr, sizeof(*r->pages), GFP_KERNEL);
	if (!r->pages)
		return -ENOMEM;
	mmap_read_lock(current->mm);
	got = get_user_pages(addr, nr, FOLL_WRITE | FOLL_LONGTERM, r->pages, NULL);
	mmap_read_unlock(current->mm);
	if (got < 0)
		return got;
	r->nr = got;
	if (got < (long)nr) {
		release_pages(r->pages, got);
		return -EFAULT;
	}
	dma_map_page(r->dev, r->pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

void demo_unregister(struct demo_region *r)
{
	unsigned long i;

	for (i = 0; i < r->nr; i++)
		put_page(r->pages[i]);
}
