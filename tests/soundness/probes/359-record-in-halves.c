// SPDX-License-Identifier: GPL-2.0-only
/* Own records come back in two halves of 32 bits. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b359 { struct page *page; };
struct d359 { u32 low, high; };
static void drop359(struct b359 *b) { put_page(b->page); kfree(b); }
int p359(unsigned long a) { struct b359 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop359(b);
	return 0; }
int p359_own(struct d359 *d) { struct b359 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	d->low = (unsigned long)b; d->high = (unsigned long)b >> 32;
	return 0; }
void p359_done(struct d359 *d) { drop359((struct b359 *)((unsigned long)d->high << 32 | d->low)); }
