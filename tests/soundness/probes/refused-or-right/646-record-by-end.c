// SPDX-License-Identifier: GPL-2.0-only
/* Own records are found from their end. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b646 { struct page *page; u32 id; };
static void *posted646[4];
static void drop646(struct b646 *b) { put_page(b->page); kfree(b); }
int p646(unsigned long a) { struct b646 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop646(b);
	return 0; }
int p646_own(int i) { struct b646 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	posted646[i] = b + 1;
	return 0; }
void p646_done(int i) { struct b646 *end = posted646[i]; drop646(&end[-1]); }
