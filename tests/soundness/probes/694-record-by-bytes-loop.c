// SPDX-License-Identifier: GPL-2.0-only
/* Own records come back byte by byte. */
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/string.h>
struct b694 { struct page *page; u32 id; struct list_head list; };
static void drop694(struct b694 *b) { put_page(b->page); kfree(b); }
int p694(unsigned long a) { struct b694 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop694(b);
	return 0; }
static u8 slot694[8];
int p694_own(void) { struct b694 *b = kzalloc(sizeof(*b), 0); int i;
	if (!b) return -12;
	b->page = alloc_page(0);
	for (i = 0; i < 8; i++) slot694[i] = (unsigned long)b >> (8 * i);
	return 0; }
void p694_done(void) { unsigned long n = 0; int i;
	for (i = 0; i < 8; i++) n |= (unsigned long)slot694[i] << (8 * i);
	drop694((struct b694 *)n); }
