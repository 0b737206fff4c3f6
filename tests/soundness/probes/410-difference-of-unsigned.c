// SPDX-License-Identifier: GPL-2.0-only
/* What is left may be less than nothing: the difference is unsigned, the count is not. */
#include <linux/red.h>
#include <linux/highmem.h>
struct b410 { struct page *pages[16]; u32 nr; };
int p410(struct b410 *b, unsigned long a) { int got = get_user_pages_fast(a, 16, 1, b->pages);
	if (got < 0) return got;
	b->nr = got;
	return 0; }
void p410_drop(struct b410 *b, u32 done) { int i, left = b->nr - done;
	for (i = 0; i < left; i++) put_page(b->pages[i]); }
