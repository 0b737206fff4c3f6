// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct p17 { union { struct { struct page *pg; int x; }; struct { struct page *any; long y; }; }; };
int p17(struct p17 *d, unsigned long a, int bad) {
	if (get_user_pages_fast(a, 1, 1, &d->pg) != 1) return -14;
	if (bad) { put_page(d->pg); return -5; }
	return 0; }
void p17_exit(struct p17 *d) { put_page(d->any); }
