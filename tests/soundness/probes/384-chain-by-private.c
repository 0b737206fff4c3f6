// SPDX-License-Identifier: GPL-2.0-only
/* The page that is put is the next of a chain: page->private leads to it. */
#include <linux/red.h>
struct b384 { struct page *page; };
int p384(struct b384 *b, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	pg->private = (unsigned long)b->page;
	b->page = pg;
	return 0; }
void p384_trim(struct page *page) { get_page(page); put_page((struct page *)page->private); page->private = 0; }
void p384_user(struct b384 *b) { p384_trim(b->page); }
void p384_drop(struct b384 *b) { put_page(b->page); put_page(b->page); }
