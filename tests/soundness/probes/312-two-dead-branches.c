// SPDX-License-Identifier: GPL-2.0-only
/* Two branches that no configuration here compiles do harm together. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b312 { struct page *page; struct page *spare; };
int p312(struct b312 *b, unsigned long a) {
#ifdef CONFIG_DEMO312_SPARE
	b->spare = alloc_page(0);
#endif
	return get_user_pages_fast(a, 1, 1, &b->page); }
void p312_swap(struct b312 *b) {
#ifdef CONFIG_DEMO312_SWAP
	struct page *pg = b->page;
	b->page = b->spare;
	b->spare = pg;
#endif
}
void p312_drop(struct b312 *b) { put_page(b->page); }
