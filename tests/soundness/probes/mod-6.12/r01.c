// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>
#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

DEFINE_FREE(pput, struct page *, if (_T) put_page(_T))
int r01(unsigned long a, int bad) { struct page *pg __free(pput) = NULL;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	kmap_local_page(pg);
	if (bad) { put_page(pg); pg = NULL; return -5; }
	return 0; }
