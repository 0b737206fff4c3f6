// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
struct c102 { int user; }; void ext102(struct c102 *p);
int p102(unsigned long a, struct c102 *c) { struct page *pg;
	if (c->user) { if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14; } else pg = alloc_page(0);
	ext102(c);
	if (c->user) put_page(pg); else __free_page(pg);
	return 0; }
