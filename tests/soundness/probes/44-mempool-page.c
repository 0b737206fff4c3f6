// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
typedef struct mempool_s mempool_t; void *mempool_alloc(mempool_t *p, gfp_t g); void mempool_free(void *e, mempool_t *p);
int p44(mempool_t *m, unsigned long a, int user) { struct page *pg;
	if (user) { if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14; }
	else pg = mempool_alloc(m, 0);
	put_page(pg);
	return 0; }
