// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct e142 { struct page *pg; }; struct ring142; struct e142 *slot142(struct ring142 *r);
int p142(struct ring142 *r, unsigned long a, int bad) { struct e142 e;
	if (get_user_pages_fast(a, 1, 1, &e.pg) != 1) return -14;
	if (bad) { put_page(e.pg); return -5; }
	*slot142(r) = e;
	return 0; }
