// SPDX-License-Identifier: GPL-2.0-only
/* Own records come back by a number in the byte order of a device. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b358 { struct page *page; };
static u64 posted358;
static void drop358(struct b358 *b) { put_page(b->page); kfree(b); }
int p358(unsigned long a) { struct b358 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop358(b);
	return 0; }
int p358_own(void) { struct b358 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	posted358 = __builtin_bswap64((unsigned long)b);
	return 0; }
void p358_done(void) { drop358((struct b358 *)__builtin_bswap64(posted358)); }
