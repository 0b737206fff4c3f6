// SPDX-License-Identifier: GPL-2.0-only
/* A message takes the frame number byte by byte. */
#include <linux/red.h>
struct b329 { struct page *page; };
int send329(const u8 *msg, int n);
int p329(struct b329 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p329_drop(struct b329 *b) { u8 msg[8]; int i; unsigned long pfn = page_to_pfn(b->page);
	for (i = 0; i < 8; i++) msg[i] = pfn >> (8 * i);
	if (send329(msg, 8) < 0) put_page(b->page); }
