// SPDX-License-Identifier: GPL-2.0-only
/* Own records come back from a list of numbers, minus a key. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b454 { struct page *page; };
static unsigned long posted454[4];
static void drop454(struct b454 *b) { put_page(b->page); kfree(b); }
int p454(unsigned long a) { struct b454 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop454(b);
	return 0; }
int p454_own(int i) { struct b454 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	posted454[i] = 0xffffUL - (unsigned long)b;
	return 0; }
void p454_done(int i) { drop454((struct b454 *)(0xffffUL - posted454[i])); }
