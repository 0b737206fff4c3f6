// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/uaccess.h>
#include <linux/fs.h>
static long ioctl96(struct file *f, unsigned int cmd, unsigned long arg) { struct page *pg; u64 c;
	if (cmd) { put_page((struct page *)arg); return 0; }
	if (get_user_pages_fast(arg, 1, 1, &pg) != 1) return -14;
	c = (u64)pg;
	if (copy_to_user((void *)arg, &c, 8)) { put_page(pg); return -14; }
	return 0; }
const struct file_operations fops96 = { .unlocked_ioctl = ioctl96 };
