// SPDX-License-Identifier: GPL-2.0-only
/* Two numbers in one of 128 bits. */
#include <linux/red.h>
struct b353 { struct page *page; };
int keep353(unsigned __int128 both);
int p353(struct b353 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p353_drop(struct b353 *b, unsigned long key) {
	if (keep353((unsigned __int128)(unsigned long)b->page << 64 | key) < 0) put_page(b->page); }
