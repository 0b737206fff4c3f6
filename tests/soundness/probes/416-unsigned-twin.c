// SPDX-License-Identifier: GPL-2.0-only
/* The twin: nothing is subtracted, and all of it is unsigned. */
#include <linux/red.h>
#include <linux/highmem.h>
struct b416 { struct page *pages[16]; u32 nr; };
int p416(struct b416 *b, unsigned long a) { int got = get_user_pages_fast(a, 16, 1, b->pages);
	if (got < 0) return got;
	b->nr = got;
	return 0; }
void p416_drop(struct b416 *b) { u32 i;
	for (i = 0; i < b->nr; i++) put_page(b->pages[i]); }
