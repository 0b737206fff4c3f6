// SPDX-License-Identifier: GPL-2.0-only
/* The same of a size and a number. */
#include <linux/red.h>
#include <linux/highmem.h>
struct b411 { struct page *pages[16]; u32 nr; };
int p411(struct b411 *b, unsigned long a) { int got = get_user_pages_fast(a, 16, 1, b->pages);
	if (got < 0) return got;
	b->nr = got;
	return 0; }
void p411_drop(struct b411 *b, int used) { int i, left = ARRAY_SIZE(b->pages) - used;
	for (i = 0; i < left; i++) put_page(b->pages[i]); }
