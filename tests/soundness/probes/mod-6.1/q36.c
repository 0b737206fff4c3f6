// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/scatterlist.h>
struct scatterlist *get_slot(int i);
int q36(int i, unsigned long a) { struct page *pg; 
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (PageReserved(pg)) { put_page(pg); return -5; }
	sg_set_page(get_slot(i), pg, PAGE_SIZE, 0);
	return 0; }
