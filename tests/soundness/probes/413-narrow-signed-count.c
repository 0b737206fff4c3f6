// SPDX-License-Identifier: GPL-2.0-only
/* A count of a byte that is signed. */
#include <linux/red.h>
#include <linux/highmem.h>
struct b413 { struct page *pages[16]; u32 nr; };
int p413(struct b413 *b, unsigned long a) { int got = get_user_pages_fast(a, 16, 1, b->pages);
	if (got < 0) return got;
	b->nr = got;
	return 0; }
void p413_drop(struct b413 *b, u8 from_device) { s8 i, n = from_device;
	for (i = 0; i < n; i++) put_page(b->pages[i]); }
