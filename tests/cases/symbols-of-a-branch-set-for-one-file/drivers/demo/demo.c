// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kconfig.h>
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
#ifdef CONFIG_DEMO_DMA
	if (!one->ops)
		return -EBUSY;
#endif
	return 0;
}

#ifdef CONFIG_DEMO_DMA
#if defined(CONFIG_DEMO_BATCH) && IS_ENABLED(CONFIG_DEMO_FAST)
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
	for (i = 0; i < ret; i++)
		one->sum += (unsigned long)page_address(pages[i]);
	release_pages(pages, ret);
out:
	kfree(pages);
	return ret;
}
#endif
#endif /* CONFIG_DEMO_DMA */

const struct demo_ops demo_ops = {
	.open = demo_open,
#if defined(CONFIG_DEMO_DMA) && defined(CONFIG_DEMO_BATCH)
	.write = demo_write,
#endif
};
