// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>
#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct page *take(struct page *p);
int r03(unsigned long a) { struct page *pg, **arr = NULL; struct { struct page *pg; int t; } box = { };
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	kmap_local_page(pg);
	box.pg = no_free_ptr(pg);
	put_page(box.pg);
	return 0; }
