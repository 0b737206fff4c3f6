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

#ifdef CONFIG_DEMO_DMA
static ssize_t demo_write(struct demo_one *one, const char __user *buf, size_t count)
{
	struct page **pages;
	int nr = count >> PAGE_SHIFT, ret, i;

	pages = kmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	ret = get_user_pages_fast((unsigned long)buf, nr, 0, pages);
	if (ret < 0)
		goto out;
	demo_undeclared(one, pages[0]->no_such_member);
	for (i = 0; i < ret; i++)
		one->sum += (unsigned long)page_address(pages[i]);
	release_pages(pages, ret);
out:
	kfree(pages);
	return ret;
}
#endif

const struct demo_ops demo_ops = {
	.open = demo_open,
#ifdef CONFIG_DEMO_DMA
	.write = demo_write,
#endif
};
