// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/idr.h>
static DEFINE_IDR(idr);
int q06(unsigned long a) { struct page *pg; int id;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	id = idr_alloc(&idr, pg, 0, 0, GFP_KERNEL);
	if (id < 0) put_page(pg);
	return id; }
void q06_exit(void) { struct page *p; int id; idr_for_each_entry(&idr, p, id) put_page(p); }
