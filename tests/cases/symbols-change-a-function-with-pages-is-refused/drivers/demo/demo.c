// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct demo_one;

struct demo_ops {
	int (*open)(struct demo_one *one);
	ssize_t (*write)(struct demo_one *one, const char __user *buf, size_t count);
};

struct demo_one {
	const struct demo_ops *ops;
	unsigned long sum;
};

static int demo_open(struct demo_one *one)
{
	one->sum = 0;
	return 0;
}

static int demo_one_page(struct demo_one *one, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
#ifdef CONFIG_DEMO_DMA
	if (one->sum) {
		put_page(page);
		return 0;
	}
#endif
	one->sum = (unsigned long)page_address(page);
	put_page(page);
	return 0;
}

int demo_fill(struct demo_one *one, unsigned long addr)
{
	return demo_one_page(one, addr);
}
