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

struct page *demo_page;
struct page *demo_any(struct demo_one *one);

#ifdef CONFIG_DEMO_DMA
static int demo_fill(struct demo_one *one, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, 0, &demo_page) == 1 ? 0 : -EFAULT;
}
#else
static int demo_fill(struct demo_one *one, unsigned long addr)
{
	demo_page = demo_any(one);
	return 0;
}
#endif

int demo_use(struct demo_one *one, unsigned long addr)
{
	int ret = demo_fill(one, addr);

	if (!ret)
		put_page(demo_page);
	return ret;
}
