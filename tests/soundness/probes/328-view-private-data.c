// SPDX-License-Identifier: GPL-2.0-only
/* What open() stored as one record read() takes for another. */
#include <linux/red.h>
#include <linux/fs.h>
struct b328 { struct page *page; int x; };
struct v328 { struct page *pg; };
int keep328(struct page *page);
int p328_open(struct inode *inode, struct file *file) { file->private_data = kzalloc(sizeof(struct b328), 0); return 0; }
int p328(struct file *file, unsigned long a) { struct b328 *b = file->private_data;
	return get_user_pages_fast(a, 1, 1, &b->page); }
int p328_release(struct inode *inode, struct file *file) { struct b328 *b = file->private_data; struct v328 *v = file->private_data;
	if (keep328(v->pg) < 0) put_page(b->page);
	return 0; }
