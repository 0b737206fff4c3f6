// SPDX-License-Identifier: GPL-2.0-only
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

static struct mutex dul_lock;

int dul_read(unsigned long addr)
{
	struct page *page;

	mutex_lock(&dul_lock);
	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) == 1) {
		set_page_dirty(page); /* finding: dirty-unlocked */
		unpin_user_page(page);
	}
	mutex_unlock(&dul_lock);
	return 0;
}

/* Names of the kernel are believed: what returns with something entered says so. */
extern int duq_account(int cost);
extern int duq_block_charge(int cost);

static void duq_drop(struct page *page, int wrote)
{
	if (wrote)
		set_page_dirty(page); /* finding: dirty-unlocked */
	unpin_user_page(page);
}

int duq_read(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	duq_account(1);
	duq_block_charge(1);
	duq_drop(page, 1);
	return 0;
}

/* The end of an open file comes from its user. */
static struct page *duf_kept;

static long duf_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return pin_user_pages_fast(arg, 1, FOLL_WRITE, &duf_kept) == 1 ? 0 : -EFAULT;
}

static int duf_release(struct inode *inode, struct file *file)
{
	set_page_dirty(duf_kept); /* finding: dirty-unlocked */
	unpin_user_page(duf_kept);
	return 0;
}

const struct file_operations duf_operations = {
	.unlocked_ioctl = duf_ioctl,
	.release = duf_release,
};

/* Work runs in a thread. */
static struct page *duw_page;

static void duw_work(struct work_struct *work)
{
	set_page_dirty(duw_page); /* finding: dirty-unlocked */
	unpin_user_page(duw_page);
}

int duw_start(unsigned long addr, struct work_struct *work)
{
	work->func = duw_work;
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, &duw_page);
}
