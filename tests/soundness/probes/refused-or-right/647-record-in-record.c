// SPDX-License-Identifier: GPL-2.0-only
/* Own records are the first member of larger ones. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b647 { struct page *page; };
struct big647 { struct b647 base; int n; };
static void *posted647;
static void drop647(struct b647 *b) { put_page(b->page); kfree(b); }
int p647(unsigned long a) { struct b647 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop647(b);
	return 0; }
int p647_own(void) { struct big647 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->base.page = alloc_page(0);
	posted647 = b;
	return 0; }
void p647_done(void) { drop647(posted647); }
