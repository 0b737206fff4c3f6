// SPDX-License-Identifier: GPL-2.0-only
/* ERR_PTR() of a number that is no error is that number. */
#include <linux/red.h>
#include <linux/err.h>
struct b613 { struct page *page; };
int keep613(void *cookie);
int p613(struct b613 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p613_drop(struct b613 *b) { if (keep613(ERR_PTR((unsigned long)b->page)) < 0) put_page(b->page); }
