// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
int copyin(struct page *p, int dev);
int p73b(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (copyin(pg, 1) < 0) put_page(pg);
	return 0; }
