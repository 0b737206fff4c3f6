// SPDX-License-Identifier: GPL-2.0-only
/*
 * gup_hold - a device that writes into user memory for as long as it is told.
 *
 * HOLD takes the pages of a range for writing and starts a thread that, like a
 * device would, changes every one of them over and over. DROP stops it. TAKE
 * and GIVE are the same without the thread. One range an open file; closing
 * the file drops it.
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define GUP_HOLD_HOLD	_IOW('G', 0x41, struct gup_hold_range)
#define GUP_HOLD_DROP	_IO('G', 0x42)
#define GUP_HOLD_TAKE	_IOW('G', 0x43, struct gup_hold_range)

#define GUP_HOLD_MAX	4096

struct gup_hold_range {
	__u64 addr;
	__u64 pages;
};

struct gup_hold {
	struct mutex lock;
	struct page **pages;
	int count;
	struct task_struct *writer;
	u64 written;
};

/* The device: the last 8 bytes of every page count up. */
static int gup_hold_writer(void *data)
{
	struct gup_hold *hold = data;
	int i;

	while (!kthread_should_stop()) {
		hold->written++;
		for (i = 0; i < hold->count; i++) {
			char *p = kmap(hold->pages[i]);

			*(u64 *)(p + PAGE_SIZE - sizeof(u64)) = hold->written;
			kunmap(hold->pages[i]);
		}
		cond_resched();
	}
	return 0;
}

static int gup_hold_take(struct gup_hold *hold, struct gup_hold_range *range)
{
	int got, i;

	if (hold->pages)
		return -EBUSY;
	if (!range->pages || range->pages > GUP_HOLD_MAX)
		return -EINVAL;
	hold->pages = kcalloc(range->pages, sizeof(*hold->pages), GFP_KERNEL);
	if (!hold->pages)
		return -ENOMEM;
	got = get_user_pages_fast(range->addr, range->pages, FOLL_WRITE, hold->pages);
	if (got == range->pages) {
		hold->count = got;
		return 0;
	}
	for (i = 0; i < got; i++)
		put_page(hold->pages[i]);
	kfree(hold->pages);
	hold->pages = NULL;
	return got < 0 ? got : -EFAULT;
}

static void gup_hold_drop(struct gup_hold *hold)
{
	int i;

	if (hold->writer) {
		kthread_stop(hold->writer);
		hold->writer = NULL;
	}
	if (!hold->pages)
		return;
	for (i = 0; i < hold->count; i++) {
		set_page_dirty_lock(hold->pages[i]);
		put_page(hold->pages[i]);
	}
	kfree(hold->pages);
	hold->pages = NULL;
	hold->count = 0;
}

static long gup_hold_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct gup_hold *hold = file->private_data;
	struct gup_hold_range range;
	long ret = 0;

	if (cmd == GUP_HOLD_HOLD || cmd == GUP_HOLD_TAKE) {
		if (copy_from_user(&range, (void __user *)arg, sizeof(range)))
			return -EFAULT;
	} else if (cmd != GUP_HOLD_DROP) {
		return -ENOTTY;
	}
	mutex_lock(&hold->lock);
	if (cmd == GUP_HOLD_DROP) {
		ret = hold->written & INT_MAX;	/* the caller sees an int */
		gup_hold_drop(hold);
	} else {
		ret = gup_hold_take(hold, &range);
		if (!ret && cmd == GUP_HOLD_HOLD) {
			hold->writer = kthread_run(gup_hold_writer, hold, "gup_hold");
			if (IS_ERR(hold->writer)) {
				ret = PTR_ERR(hold->writer);
				hold->writer = NULL;
				gup_hold_drop(hold);
			}
		}
	}
	mutex_unlock(&hold->lock);
	return ret;
}

static int gup_hold_open(struct inode *inode, struct file *file)
{
	struct gup_hold *hold = kzalloc(sizeof(*hold), GFP_KERNEL);

	if (!hold)
		return -ENOMEM;
	mutex_init(&hold->lock);
	file->private_data = hold;
	return 0;
}

static int gup_hold_release(struct inode *inode, struct file *file)
{
	struct gup_hold *hold = file->private_data;

	gup_hold_drop(hold);
	kfree(hold);
	return 0;
}

static const struct file_operations gup_hold_fops = {
	.owner = THIS_MODULE,
	.open = gup_hold_open,
	.release = gup_hold_release,
	.unlocked_ioctl = gup_hold_ioctl,
};

static struct miscdevice gup_hold_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "gup_hold",
	.fops = &gup_hold_fops,
};

static int __init gup_hold_init(void)
{
	return misc_register(&gup_hold_misc);
}
device_initcall(gup_hold_init);
