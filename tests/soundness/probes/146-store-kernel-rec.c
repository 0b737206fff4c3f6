// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/red146.h>
int p146(int id, unsigned long a, int bad) { struct page *pg; struct kr146 *r = kr146_get(id);
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	r->slots146[r->n++] = pg;
	return 0; }
