// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct n86 { struct page **pages; int n; }; int keep86(struct n86 *n);
int p86(struct n86 *n, unsigned long a) { int i;
	n->n = get_user_pages_fast(a, 4, 1, n->pages);
	if (n->n < 0) return -14;
	if (keep86(n) < 0) for (i = 0; i < n->n; i++) put_page(n->pages[i]);
	return 0; }
