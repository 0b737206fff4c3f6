// SPDX-License-Identifier: GPL-2.0-only
/* The acquire by another name. */
#include <linux/red.h>
static int take601(unsigned long start, int nr, unsigned int flags, struct page **pages) __attribute__((weakref("get_user_pages_fast")));
struct b601 { struct page *page; };
int p601(struct b601 *b, unsigned long a) { return take601(a, 1, 1, &b->page); }
void p601_drop(struct b601 *b) { put_page(b->page); }
