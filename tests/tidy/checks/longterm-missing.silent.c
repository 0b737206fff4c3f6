// RUN: gupkit-longterm-missing
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/mm.h>

static struct page *lts_page;
static struct device *lts_device;

static int lts_map(unsigned long addr)
{
	if (pin_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &lts_page) != 1)
		return -EFAULT;
	dma_map_page(lts_device, lts_page, 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
	return 0;
}

static long lts_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return lts_map(arg);
}

static int lts_release(struct inode *inode, struct file *file)
{
	if (lts_page)
		unpin_user_page(lts_page);
	lts_page = NULL;
	return 0;
}

static const struct file_operations lts_fops = {
	.unlocked_ioctl = lts_ioctl,
	.release = lts_release,
};
const struct file_operations *lts_operations(void) { return &lts_fops; }

/* A transfer: its page goes back in the same call. */
long lts_transfer(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma_map_page(lts_device, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	unpin_user_page(page);
	return 0;
}
