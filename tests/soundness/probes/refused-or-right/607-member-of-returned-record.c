// SPDX-License-Identifier: GPL-2.0-only
/* A function of this file returns the record as a value, and unread code gets that. */
#include <linux/red.h>
struct r607 { struct page *page; int n; };
struct b607 { struct page *page; };
int keep607(struct r607 ref);
static struct r607 ref607(struct b607 *b) { struct r607 r = { b->page, 1 }; return r; }
int p607(struct b607 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p607_drop(struct b607 *b) { if (keep607(ref607(b)) < 0) put_page(b->page); }
