// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct p16 { union { struct { int t; struct page *pg; } u; struct { int t; struct page *pg; } k; }; };
int p16(struct p16 *d, unsigned long a, int bad) {
	if (get_user_pages_fast(a, 1, 1, &d->u.pg) != 1) return -14;
	if (bad) { put_page(d->u.pg); return -5; }
	return 0; }
void p16_exit(struct p16 *d) { put_page(d->k.pg); }
