// SPDX-License-Identifier: GPL-2.0-only
/* The name goes on in the next line. */
#include <linux/red.h>
struct b404 { struct page *page; };
int p404(struct b404 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p404_drop(struct b404 *b) { put_\
page(b->page); }
