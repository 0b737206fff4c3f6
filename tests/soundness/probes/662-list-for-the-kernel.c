// SPDX-License-Identifier: GPL-2.0-only
/* The same for a function of the kernel, with allocated memory. */
#include <linux/red.h>
#include <linux/adv.h>
struct b662 { struct page *pages[4]; };
int p662(struct b662 *b, unsigned long a) { return get_user_pages_fast(a, 4, 1, b->pages); }
void p662_drop(struct b662 *b) { u64 *pfns = kcalloc(4, 8, 0); int i;
	for (i = 0; i < 4; i++) pfns[i] = page_to_pfn(b->pages[i]);
	if (adv_send(pfns, 4) < 0)
		for (i = 0; i < 4; i++) put_page(b->pages[i]);
	kfree(pfns); }
