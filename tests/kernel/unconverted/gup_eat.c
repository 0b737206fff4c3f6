// SPDX-License-Identifier: GPL-2.0-only
/*
 * gup_eat - a driver that the conversion forgot.
 *
 * Takes a page by the function that is tracked and drops it with put_page(), so
 * that a CONFIG_DEBUG_VM kernel has to warn. Then it sets right what it did, so
 * that the page and the counters are as before. Added to the tree after the series
 * and not converted.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>

#define GUP_EAT	_IOW('G', 0x45, __u64)

/* Whether the kernel checks, or the error. */
static long gup_eat_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct page *page;

	if (cmd != GUP_EAT)
		return -ENOTTY;
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
