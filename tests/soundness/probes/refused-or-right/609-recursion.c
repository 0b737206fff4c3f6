// SPDX-License-Identifier: GPL-2.0-only
/* The last turn of a recursion gives the page away. */
#include <linux/red.h>
struct b609 { struct page *page; };
int keep609(unsigned long cookie);
static int walk609(unsigned long cookie, int depth) { return depth ? walk609(cookie ^ 1, depth - 1) : keep609(cookie); }
int p609(struct b609 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p609_drop(struct b609 *b) { if (walk609((unsigned long)b->page, 4) < 0) put_page(b->page); }
