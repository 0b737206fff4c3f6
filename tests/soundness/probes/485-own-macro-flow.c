// SPDX-License-Identifier: GPL-2.0-only
/* The same with the name of a function that only looks at a list. */
#include <linux/red.h>
#define sg_next(p) keep485(p)
struct b485 { struct page *page; };
int keep485(struct page *page);
int p485(struct b485 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p485_drop(struct b485 *b) { if (sg_next(b->page) < 0) put_page(b->page); }
