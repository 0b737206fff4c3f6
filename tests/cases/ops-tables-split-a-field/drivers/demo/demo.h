/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEMO_H
#define DEMO_H

#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct demo_obj;

struct demo_ops {
	int (*get_pages)(struct demo_obj *obj);
	void (*put_pages)(struct demo_obj *obj);
};

struct demo_obj {
	const struct demo_ops *ops;
	struct page **pages;
	unsigned int nr;
	unsigned long addr;
};

extern const struct demo_ops demo_user_ops;
extern const struct demo_ops demo_own_ops;

#endif
