// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_one {
	struct device *dev;
	struct page *page;
	bool write;
};

int demo_fill(struct demo_one *one, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &one->page) != 1)
		return -EFAULT;
	dma_map_page(one->dev, one->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

void demo_empty(struct demo_one *one)
{
#ifdef CONFIG_DEMO_TRACE
	pr_debug("put %lu\n", page_to_pfn(one->page));
#endif
	put_page(one->page);
#if defined(CONFIG_DEMO_POISON)
	one->page = (struct page *)0xdead;
#else
	one->page = NULL;
#endif
}
