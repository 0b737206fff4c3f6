// SPDX-License-Identifier: GPL-2.0-only
/* A declaration that says nothing of the parameters. */
#include <linux/red.h>
struct b354 { struct page *page; int x; };
int keep354();
int p354(struct b354 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p354_drop(struct b354 *b) { if (keep354(b) < 0) put_page(b->page); }
