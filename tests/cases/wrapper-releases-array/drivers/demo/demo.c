// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

static void demo_drop(struct page **pages, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		put_page(pages[i]);
	kfree(pages);
}

int demo_io(struct scatterlist *sg, unsigned long addr, int count)
{
	struct page **pages;
	int got, i;

	pages = kmalloc_array(count, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, count, FOLL_WRITE, pages);
	if (got < 0) {
		kfree(pages);
		return got;
	}
	for (i = 0; i < got; i++)
		sg_set_page(&sg[i], pages[i], PAGE_SIZE, 0);
	demo_drop(pages, got);
	return 0;
}
