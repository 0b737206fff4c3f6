// SPDX-License-Identifier: GPL-2.0-only
/* The same in a table of numbers that goes out as a whole. */
#include <linux/red.h>
struct b433 { struct page *page; };
void set_hooks433(const unsigned long *table, int n);
static void drop433(struct page *page) { put_page(page); }
static unsigned long hooks433[2] = { 0, (unsigned long)drop433 };
int p433(struct b433 *b, unsigned long a) { set_hooks433(hooks433, 2); return get_user_pages_fast(a, 1, 1, &b->page); }
void p433_drop(struct b433 *b) { drop433(b->page); }
