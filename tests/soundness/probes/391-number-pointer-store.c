// SPDX-License-Identifier: GPL-2.0-only
/* An own page gets into the field by such a pointer. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b391 { struct page *page; };
static void set391(unsigned long *word, unsigned long to) { *word = to; }
int p391(struct b391 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p391_own(struct b391 *b) { set391((unsigned long *)&b->page, (unsigned long)alloc_page(0)); }
void p391_drop(struct b391 *b) { put_page(b->page); }
