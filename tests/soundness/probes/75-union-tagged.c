// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct u75 { int t; struct page *pg; }; struct k75 { int t; struct page *page; };
struct p75 { union { struct u75 u; struct k75 k; }; };
int p75(struct p75 *d, unsigned long a, int bad) {
	if (get_user_pages_fast(a, 1, 1, &d->u.pg) != 1) return -14;
	if (bad) { put_page(d->u.pg); return -5; }
	return 0; }
void p75_exit(struct p75 *d) { put_page(d->k.page); }
