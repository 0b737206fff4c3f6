// SPDX-License-Identifier: GPL-2.0-only
#include "demo.h"

int demo_slot_fill(struct demo_slot *slot, unsigned long addr)
{
	int got = get_user_pages_fast(addr, 1, FOLL_WRITE, &slot->page);

	if (got != 1)
		return -EFAULT;
	dma_map_page(slot->dev, slot->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

void demo_slot_reset(struct demo_slot *slot)
{
	demo_slot_drop(slot);
}
