// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/mmu_notifier.h>

struct demo_mirror {
	struct mmu_interval_notifier notifier;
	struct device *dev;
	struct page *page;
};

static bool demo_invalidate(struct mmu_interval_notifier *sub,
			    const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct demo_mirror *m = container_of(sub, struct demo_mirror, notifier);

	if (m->page) {
		put_page(m->page);
		m->page = NULL;
	}
	return true;
}

static const struct mmu_interval_notifier_ops demo_notifier_ops = {
	.invalidate = demo_invalidate,
};

int demo_mirror(struct demo_mirror *m, unsigned long addr)
{
	unsigned long seq;
	int ret;

	ret = mmu_interval_notifier_insert(&m->notifier, current->mm, addr, PAGE_SIZE,
					   &demo_notifier_ops);
	if (ret)
		return ret;
	seq = mmu_interval_read_begin(&m->notifier);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &m->page) != 1)
		return -EFAULT;
	if (mmu_interval_read_retry(&m->notifier, seq))
		return -EAGAIN;
	dma_map_page(m->dev, m->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}
