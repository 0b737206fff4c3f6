// SPDX-License-Identifier: GPL-2.0-only
/* The same in a field of the record, which another function reads. */
#include <linux/red.h>
struct b415 { struct page *pages[4]; u32 nr; };
int p415(struct b415 *b, unsigned long a) { b->nr = get_user_pages_fast(a, 4, 1, b->pages); return 0; }
void p415_drop(struct b415 *b) { int i, n = b->nr;
	for (i = 0; i < n; i++) put_page(b->pages[i]); }
