// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct p18 { struct page *pg; };
struct p18q { char raw[64]; };
int p18(struct p18q *q, unsigned long a, int bad) { struct p18 d;
	if (get_user_pages_fast(a, 1, 1, &d.pg) != 1) return -14;
	if (bad) { put_page(d.pg); return -5; }
	memcpy(q->raw, &d, sizeof(d));
	return 0; }
void p18_exit(struct p18q *q) { struct page *p; memcpy(&p, q->raw, sizeof(p)); put_page(p); }
