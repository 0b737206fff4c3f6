// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* released twice as often as taken: extra references by a counted loop of an unread helper */
void many133(struct page *p, int n);
struct d133 { struct page *pg; };
int p133(struct d133 *d, unsigned long a) { struct page *pg; int i;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	many133(pg, 3);
	d->pg = pg;
	put_page(pg);
	return 0; }
void p133_exit(struct d133 *d) { put_page(d->pg); }
