// SPDX-License-Identifier: GPL-2.0-only
/* Own records come back by bytes. */
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/string.h>
struct b693 { struct page *page; u32 id; struct list_head list; };
static void drop693(struct b693 *b) { put_page(b->page); kfree(b); }
int p693(unsigned long a) { struct b693 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop693(b);
	return 0; }
static char slot693[8];
int p693_own(void) { struct b693 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	memcpy(slot693, &b, sizeof(b));
	return 0; }
void p693_done(void) { struct b693 *b; memcpy(&b, slot693, sizeof(b)); drop693(b); }
