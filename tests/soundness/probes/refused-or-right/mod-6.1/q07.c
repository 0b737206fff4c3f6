// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/kthread.h>
static int thr(void *data) { put_page(data); return 0; }
int q07(unsigned long a) { struct page *pg; struct task_struct *t;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	t = kthread_run(thr, pg, "x");
	if (IS_ERR(t)) { put_page(pg); return -12; }
	return 0; }
