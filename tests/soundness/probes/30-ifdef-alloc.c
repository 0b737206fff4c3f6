// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
int p30(unsigned long a) { struct page *pg;
#ifdef CONFIG_DEMO_BOUNCE
	pg = alloc_page(0);
#else
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
#endif
	put_page(pg);
	return 0; }
