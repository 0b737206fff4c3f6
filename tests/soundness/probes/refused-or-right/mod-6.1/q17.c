// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/pagemap.h>
#include <linux/pagevec.h>
int q17(unsigned long a, int bad) { struct page *pg; struct pagevec pv;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -16; }
	pagevec_init(&pv);
	pagevec_add(&pv, pg);
	pagevec_release(&pv);
	return 0; }
