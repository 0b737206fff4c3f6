// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/highmem.h>
typedef union { struct page *pg; struct folio *f; void *p; } any_t __attribute__((transparent_union));
int ext_hold(any_t x);
int r09(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	kmap_local_page(pg);
	if (ext_hold(pg) < 0)
		put_page(pg);
	return 0; }
