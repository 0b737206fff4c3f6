// SPDX-License-Identifier: GPL-2.0-only
/* Own records are data of a timer of unread code. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b643 { struct page *page; };
void later643(void (*fn)(void *data), void *data);
static void drop643(struct b643 *b) { put_page(b->page); kfree(b); }
static void fire643(void *data) { drop643(data); }
int p643(unsigned long a) { struct b643 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop643(b);
	return 0; }
int p643_own(void) { struct b643 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	later643(fire643, b);
	return 0; }
