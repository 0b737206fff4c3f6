// SPDX-License-Identifier: GPL-2.0-only
/* What goes out is how many pages lie between. */
#include <linux/red.h>
struct b513 { struct page *page; unsigned long first; };  int keep513(unsigned int n);
int p513(struct b513 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p513_drop(struct b513 *b, unsigned long last) { keep513((last - b->first) / 4096); put_page(b->page); }
