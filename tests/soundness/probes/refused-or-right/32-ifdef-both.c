// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
int p32(unsigned long a, int x) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
#ifdef CONFIG_DEMO_X
	put_page(pg);
#else
	put_page(pg);
#endif
	return 0; }
