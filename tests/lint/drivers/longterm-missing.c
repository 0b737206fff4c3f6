// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/mm.h>

static struct page *ltm_page;
static struct device *ltm_device;

static int ltm_map(unsigned long addr)
{
	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &ltm_page) != 1) /* finding: longterm-missing */
		return -EFAULT;
	dma_map_page(ltm_device, ltm_page, 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
	return 0;
}

static long ltm_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return ltm_map(arg);
}

static int ltm_release(struct inode *inode, struct file *file)
{
	if (ltm_page)
		unpin_user_page(ltm_page);
	ltm_page = NULL;
	return 0;
}

static const struct file_operations ltm_fops = {
	.unlocked_ioctl = ltm_ioctl,
	.release = ltm_release,
};
const struct file_operations *ltm_operations(void) { return &ltm_fops; }

/* Operations that are filled in at run time. */
static struct page *ltr_page;

int ltr_map(unsigned long addr)
{
	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &ltr_page) != 1) /* finding: longterm-missing */
		return -EFAULT;
	dma_map_page(ltm_device, ltr_page, 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
	return 0;
}

static int ltr_release(struct inode *inode, struct file *file)
{
	unpin_user_page(ltr_page);
	return 0;
}

void ltr_fill(struct file_operations *operations)
{
	operations->release = ltr_release;
}
