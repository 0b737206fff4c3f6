// SPDX-License-Identifier: GPL-2.0-only
/* Own records come back as the number that lies where the pointer was stored. */
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/string.h>
struct b692 { struct page *page; u32 id; struct list_head list; };
static void drop692(struct b692 *b) { put_page(b->page); kfree(b); }
int p692(unsigned long a) { struct b692 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop692(b);
	return 0; }
static union { struct b692 *b; unsigned long n; } slot692;
int p692_own(void) { struct b692 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	slot692.b = b;
	return 0; }
void p692_done(void) { drop692((struct b692 *)slot692.n); }
