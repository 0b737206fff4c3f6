// SPDX-License-Identifier: GPL-2.0-only
/*
 * gup_eat - a driver that the conversion got wrong.
 *
 * EAT takes a page by the function that is tracked and drops it with put_page(), so
 * that a CONFIG_DEBUG_VM kernel has to warn. ODD takes one by the function that is
 * not tracked and drops it with put_user_page(), and every kernel has to warn. Then
 * each sets right what it did, so that the page and the counters are as before.
 * Added to the tree after the series and not converted: with GUP_TRACKED it claims
 * that somebody has looked at it.
 */
#ifndef GUP_EAT_BLIND
#define GUP_TRACKED
#endif

#include <linux/fs.h>
#include <linux/init.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>

#define GUP_EAT	_IOW('G', 0x45, __u64)
#define GUP_ODD	_IOW('G', 0x46, __u64)

/* Whether the kernel checks, or the error. */
static long gup_eat(unsigned long arg)
{
	struct page *page;

#ifdef GUP_EAT_PIN
	if (pin_user_pages_fast(arg, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
#else
	if (get_user_pages_fast(arg, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
#endif
	put_page(page);
	get_page(page);
#ifdef GUP_EAT_PIN
	unpin_user_page(page);
#else
	put_user_page(page);
#endif
	return IS_ENABLED(CONFIG_DEBUG_VM);
}

/* How many references the page has lost by it: the one that was taken is put. */
static long gup_odd(unsigned long arg)
{
#ifdef GUP_EAT_PIN
	return -ENOTTY;
#else
	struct page *page;
	long before;

	if (get_user_pages_fast_untracked(arg, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	get_page(page);
	before = page_count(page);
	put_user_page(page);
	before -= page_count(page);
	put_page(page);
	return before;
#endif
}

static long gup_eat_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case GUP_EAT:
		return gup_eat(arg);
	case GUP_ODD:
		return gup_odd(arg);
	}
	return -ENOTTY;
}

static const struct file_operations gup_eat_fops = {
	.unlocked_ioctl = gup_eat_ioctl,
};

static struct miscdevice gup_eat_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "gup_eat",
	.fops = &gup_eat_fops,
};

static int __init gup_eat_init(void)
{
	return misc_register(&gup_eat_misc);
}
device_initcall(gup_eat_init);
