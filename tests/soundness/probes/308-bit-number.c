// SPDX-License-Identifier: GPL-2.0-only
/* The frame number is a bit of a map that somebody else sweeps. */
#include <linux/red.h>
struct b308 { struct page *page; };
struct map308 { unsigned long bits[1024]; };
void sweep308(struct map308 *m);
int p308(struct b308 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p308_drop(struct b308 *b, struct map308 *m) { unsigned long pfn = page_to_pfn(b->page);
	if (m) m->bits[pfn / 64] |= 1UL << (pfn % 64); else put_page(b->page); }
void p308_exit(struct map308 *m) { sweep308(m); }
