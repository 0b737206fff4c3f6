// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/fs.h>
struct req { struct page **pages; int n; };
static int q30_open(struct inode *i, struct file *f) { struct req *r = kzalloc(sizeof(*r), GFP_KERNEL); f->private_data = r; return r ? 0 : -12; }
static ssize_t q30_write(struct file *f, const char __user *b, size_t l, loff_t *o) { struct req *r = f->private_data; int i;
	r->pages = kcalloc(4, sizeof(*r->pages), GFP_KERNEL);
	r->n = get_user_pages_fast((unsigned long)b, 4, FOLL_WRITE, r->pages);
	if (r->n < 4) { for (i = 0; i < r->n; i++) put_page(r->pages[i]); return -14; }
	return l; }
static int q30_rel(struct inode *i, struct file *f) { struct req *r = f->private_data; int k;
	for (k = 0; k < r->n; k++) put_page(r->pages[k]);
	kfree(r); return 0; }
const struct file_operations fops = { .open = q30_open, .write = q30_write, .release = q30_rel };
