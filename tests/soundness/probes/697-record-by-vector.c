// SPDX-License-Identifier: GPL-2.0-only
/* Own records come back out of a vector. */
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/string.h>
struct b697 { struct page *page; u32 id; struct list_head list; };
static void drop697(struct b697 *b) { put_page(b->page); kfree(b); }
int p697(unsigned long a) { struct b697 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop697(b);
	return 0; }
typedef unsigned long v697 __attribute__((vector_size(16)));
static v697 slot697;
int p697_own(void) { struct b697 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	slot697 = (v697){ (unsigned long)b, 0 };
	return 0; }
void p697_done(void) { drop697((struct b697 *)slot697[0]); }
