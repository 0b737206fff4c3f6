// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct opaque22; int keep22(struct opaque22 *o);
int p22(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (keep22((struct opaque22 *)pg) < 0)
		put_page(pg);
	return 0; }
