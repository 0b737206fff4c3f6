// SPDX-License-Identifier: GPL-2.0-only
/* Own records come back from a C11 atomic. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b456 { struct page *page; };
static _Atomic(struct b456 *) posted456;
static void drop456(struct b456 *b) { put_page(b->page); kfree(b); }
int p456(unsigned long a) { struct b456 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop456(b);
	return 0; }
int p456_own(void) { struct b456 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	posted456 = b;
	return 0; }
void p456_done(void) { drop456(posted456); }
