// SPDX-License-Identifier: GPL-2.0-only
/* release_pages() of a difference that may be negative. */
#include <linux/red.h>
struct b605 { struct page *pages[16]; u32 nr; };
int p605(struct b605 *b, unsigned long a) { int got = get_user_pages_fast(a, 16, 1, b->pages);
	if (got < 0) return got;
	b->nr = got;
	return 0; }
void p605_drop(struct b605 *b, u32 done) { release_pages(b->pages, b->nr - done); }
