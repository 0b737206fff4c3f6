// SPDX-License-Identifier: GPL-2.0-only
/* Own records come back as what PTR_ERR() makes of them. */
#include <linux/red.h>
#include <linux/err.h>
#include <linux/gfp.h>
struct b455 { struct page *page; };
static long posted455;
static void drop455(struct b455 *b) { put_page(b->page); kfree(b); }
int p455(unsigned long a) { struct b455 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop455(b);
	return 0; }
int p455_own(void) { struct b455 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	posted455 = PTR_ERR(b);
	return 0; }
void p455_done(void) { drop455(ERR_PTR(posted455)); }
