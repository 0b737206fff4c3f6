// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct r127 { struct page **slot; };
static void init127(struct r127 *r, struct page **slot) { r->slot = slot; }
static void finish127(struct r127 *r) { put_page(*r->slot); }
int p127(unsigned long a, int bad) { struct page *pg = NULL; struct r127 r;
	init127(&r, &pg);
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	finish127(&r);
	return 0; }
