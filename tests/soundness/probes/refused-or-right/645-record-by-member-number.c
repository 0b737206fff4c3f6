// SPDX-License-Identifier: GPL-2.0-only
/* Own records are found by the address of a number in them. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b645 { struct page *page; u32 id; };
static u32 *posted645[4];
static void drop645(struct b645 *b) { put_page(b->page); kfree(b); }
int p645(unsigned long a) { struct b645 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop645(b);
	return 0; }
int p645_own(int i) { struct b645 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	posted645[i] = &b->id;
	return 0; }
void p645_done(int i) { drop645(container_of(posted645[i], struct b645, id)); }
