// SPDX-License-Identifier: GPL-2.0-only
/* The page is freed by its address. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b603 { struct page *page; void *addr; };
int p603(struct b603 *b, unsigned long a) { int got = get_user_pages_fast(a, 1, 1, &b->page);
	if (got == 1) b->addr = page_address(b->page);
	return got; }
void p603_drop(struct b603 *b, int late) { if (late) free_pages((unsigned long)b->addr, 0); else put_page(b->page); }
