// SPDX-License-Identifier: GPL-2.0-only
/* Own records come back from an instruction. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b644 { struct page *page; };
static void drop644(struct b644 *b) { put_page(b->page); kfree(b); }
int p644(unsigned long a) { struct b644 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop644(b);
	return 0; }
int p644_own(void) { struct b644 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	__asm__ volatile("push %0" : : "r"(b));
	return 0; }
void p644_done(void) { struct b644 *b; __asm__ volatile("pop %0" : "=r"(b)); drop644(b); }
