// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/mempool.h>
int q25(mempool_t *pool, unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	mempool_free(pg, pool);
	return 0; }
