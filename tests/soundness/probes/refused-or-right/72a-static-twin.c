// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
static int keep72(struct page *p) { return -1; }
int p72(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (keep72(pg) < 0) put_page(pg);
	return 0; }
