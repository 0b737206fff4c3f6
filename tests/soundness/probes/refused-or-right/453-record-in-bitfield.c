// SPDX-License-Identifier: GPL-2.0-only
/* Own records come back by 48 bits of their address. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b453 { struct page *page; };
struct d453 { u64 addr:48, tag:16; };
static void drop453(struct b453 *b) { put_page(b->page); kfree(b); }
int p453(unsigned long a) { struct b453 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop453(b);
	return 0; }
int p453_own(struct d453 *d) { struct b453 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	d->addr = (unsigned long)b;
	return 0; }
void p453_done(struct d453 *d) { drop453((struct b453 *)(unsigned long)d->addr); }
