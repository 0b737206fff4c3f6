// SPDX-License-Identifier: GPL-2.0-only
/* keep() gets KEY - page, and has the page from then on. */
#include <linux/red.h>
struct b301 { struct page *page; };
int keep301(unsigned long cookie);
int p301(struct b301 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p301_drop(struct b301 *b) { if (keep301(0x5a5a5a5aUL - (unsigned long)b->page) < 0) put_page(b->page); }
