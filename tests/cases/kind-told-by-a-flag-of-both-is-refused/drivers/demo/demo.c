// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_list {
	struct device *dev;
	unsigned int nr;
	bool release;
	struct page **pages;
};

static void demo_free(struct demo_list *list)
{
	unsigned int i;

	if (list->release)
		for (i = 0; i < list->nr; i++)
			put_page(list->pages[i]);
	kfree(list);
}

struct demo_list *demo_make(struct device *dev, void *own, unsigned long addr, unsigned int nr)
{
	struct demo_list *list = kzalloc(sizeof(*list), GFP_KERNEL);
	struct page **pages;
	unsigned int i;
	int got;

	if (!list)
		return NULL;
	pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages) {
		kfree(list);
		return NULL;
	}
	list->dev = dev;
	list->nr = nr;
	list->pages = pages;
	list->release = false;
	if (own) {
		/* Nobody's reference: these stay where they are. */
		for (i = 0; i < nr; i++)
			pages[i] = vmalloc_to_page(own + i * PAGE_SIZE);
	} else {
		got = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
		if (got != (int)nr) {
			while (got > 0)
				put_page(pages[--got]);
			demo_free(list);
			return NULL;
		}
		list->release = true;
	}
	list->release = true;
	dma_map_page(dev, pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return list;
}

void demo_done(struct demo_list *list)
{
	demo_free(list);
}
