// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/mmu_notifier.h>
#include <linux/dma-mapping.h>

static int demo_take(unsigned long addr, struct page **page)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE, page) == 1 ? 0 : -EFAULT;
}

int demo_fault(struct device *dev, struct mmu_interval_notifier *notifier, unsigned long addr)
{
	struct page *page;
	unsigned long seq;

	do {
		seq = mmu_interval_read_begin(notifier);
		if (demo_take(addr, &page))
			return -EFAULT;
		dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
		put_page(page);
	} while (mmu_interval_read_retry(notifier, seq));
	return 0;
}
