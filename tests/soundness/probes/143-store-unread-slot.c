// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct ring143; struct page **slot143(struct ring143 *r);
int p143(struct ring143 *r, unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	*slot143(r) = pg;
	return 0; }
