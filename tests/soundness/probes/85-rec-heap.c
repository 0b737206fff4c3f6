// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct n85 { struct page *pg; }; int keep85(struct n85 *n);
int p85(unsigned long a) { struct n85 *n = kzalloc(sizeof(*n), 0);
	if (get_user_pages_fast(a, 1, 1, &n->pg) != 1) return -14;
	if (keep85(n) < 0) put_page(n->pg);
	return 0; }
