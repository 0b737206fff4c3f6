// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
int p31(unsigned long a, int x) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
#ifdef DEMO_LEGACY
	if (x) {
		put_page(pg);
		return 1;
	}
#endif
	put_page(pg);
	return 0; }
