// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct demo_user {
	struct page *page;
	unsigned int gup_flags;
};

struct demo_one {
	struct device *dev;
	struct demo_user user;
};

struct demo_one *demo_open(struct device *dev, bool write, const void *arg)
{
	struct demo_one *one = kzalloc(sizeof(*one), GFP_KERNEL);

	if (!one)
		return NULL;
	one->dev = dev;
	one->user.gup_flags = FOLL_LONGTERM;
	if (write)
		one->user.gup_flags |= FOLL_WRITE;
	if (arg && copy_from_user(one, arg, sizeof(*one))) {
		kfree(one);
		return NULL;
	}
	return one;
}

int demo_send(struct demo_one *one, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, one->user.gup_flags, &one->user.page) != 1)
		return -EFAULT;
	dma_map_page(one->dev, one->user.page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	put_page(one->user.page);
	return 0;
}

void demo_close(struct demo_one *one)
{
	kfree(one);
}
