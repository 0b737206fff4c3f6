// SPDX-License-Identifier: GPL-2.0-only
/* The twin of both: the own record is dropped by a function of its own. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b360 { struct page *page; };
static void drop360(struct b360 *b) { put_page(b->page); kfree(b); }
int p360(unsigned long a) { struct b360 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop360(b);
	return 0; }
int p360_own(void) { struct b360 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	__free_page(b->page); kfree(b);
	return 0; }
