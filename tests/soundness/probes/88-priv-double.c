// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct n88 { void *priv; }; int keep88(struct n88 *n);
int p88(struct n88 *n, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	n->priv = pg;
	if (keep88(n) < 0) put_page(pg);
	return 0; }
