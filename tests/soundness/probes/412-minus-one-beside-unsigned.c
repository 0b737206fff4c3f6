// SPDX-License-Identifier: GPL-2.0-only
/* -1 beside an unsigned number becomes one, and -1 again. */
#include <linux/red.h>
#include <linux/highmem.h>
struct b412 { struct page *pages[16]; u32 nr; };
int p412(struct b412 *b, unsigned long a) { int got = get_user_pages_fast(a, 16, 1, b->pages);
	if (got < 0) return got;
	b->nr = got;
	return 0; }
void p412_drop(struct b412 *b, int keep) { int i, n = keep ? -1 : b->nr;
	for (i = 0; i < n; i++) put_page(b->pages[i]); }
void p412_last(struct b412 *b, int keep) { int i, n = b->nr ? b->nr : -1;
	for (i = 0; i < n; i++) put_page(b->pages[i]); }
