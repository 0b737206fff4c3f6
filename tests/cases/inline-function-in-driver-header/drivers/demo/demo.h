/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEMO_H
#define DEMO_H

#include <linux/dma-mapping.h>
#include <linux/mm.h>

struct demo_slot {
	struct device *dev;
	struct page *page;
};

static inline void demo_slot_drop(struct demo_slot *slot)
{
	if (slot->page) {
		put_page(slot->page);
		slot->page = NULL;
	}
}

#endif
