// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>

struct demo_walk {
	int (*one)(struct page *page, struct demo_walk *walk);
	void (*done)(struct page *page);
	int failed;
};

static void demo_walk_all(struct page *page, struct demo_walk *walk)
{
	int i;

	for (i = 0; i < 4; i++)
		if (walk->one(page, walk))
			walk->failed++;
	if (walk->done)
		walk->done(page);
}

static void demo_walk(struct page *page, struct demo_walk *walk)
{
	if (page && walk)
		demo_walk_all(page, walk);
}

static int demo_count(struct page *page, struct demo_walk *walk)
{
	return PageDirty(page);
}

static int demo_steal(struct page *page, struct demo_walk *walk)
{
	return !try_get_page(page);
}

static void demo_drop(struct page *page)
{
	put_page(page);
}

int demo_of_the_cache(struct page *page)
{
	struct demo_walk walk = { .one = demo_steal, .done = demo_drop };

	demo_walk(page, &walk);
	return walk.failed;
}

int demo_own(void)
{
	struct page *page = alloc_page(GFP_KERNEL);

	return page ? demo_of_the_cache(page) : -ENOMEM;
}

int demo_of_the_user(struct device *dev, unsigned long addr)
{
	struct demo_walk walk = { .one = demo_count };
	struct page *pages[2];

	if (get_user_pages_fast(addr, 2, FOLL_WRITE, pages) != 2)
		return -EFAULT;
	demo_walk(pages[0], &walk);
	dma_map_page(dev, pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	put_page(pages[0]);
	put_page(pages[1]);
	return walk.failed;
}
