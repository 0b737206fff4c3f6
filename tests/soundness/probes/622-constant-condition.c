// SPDX-License-Identifier: GPL-2.0-only
/* IS_ENABLED(): the code is compiled, and no way leads there in this configuration. */
#include <linux/red.h>
#include <linux/highmem.h>
#ifdef CONFIG_DEMO622
#define KEEP622 1
#else
#define KEEP622 0
#endif
int keep622(struct page *page);
int p622(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	kunmap(kmap(pg));
	if (KEEP622)
		return keep622(pg);
	put_page(pg);
	return 0; }
