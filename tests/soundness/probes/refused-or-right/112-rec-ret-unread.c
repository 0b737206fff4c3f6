// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct b112 { struct page *p; }; struct b112 *find112(int id); int add112(int id, struct b112 *b);
int p112(unsigned long a, int id) { struct b112 *b = find112(id);
	if (b) { put_page(b->p); return 0; }
	b = kzalloc(sizeof(*b), 0);
	if (get_user_pages_fast(a, 1, 1, &b->p) != 1) return -14;
	return add112(id, b); }
