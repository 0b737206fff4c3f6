// SPDX-License-Identifier: GPL-2.0-only
/* The acquire by another name. */
#include <linux/red.h>
extern int take450(unsigned long start, int nr, unsigned int flags, struct page **pages) __asm__("get_user_pages_fast");
struct b450 { struct page *page; };
int p450(struct b450 *b, unsigned long a) { return take450(a, 1, 1, &b->page); }
void p450_drop(struct b450 *b) { put_page(b->page); }
