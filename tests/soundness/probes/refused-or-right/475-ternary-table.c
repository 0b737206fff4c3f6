// SPDX-License-Identifier: GPL-2.0-only
/* Which of two pages it is, in a table of own pages that another function reads by the same index. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b475 { struct page *page; int at; };
static struct page *own475[4];
int p475(struct b475 *b, unsigned long a) { b->at = -1; return get_user_pages_fast(a, 1, 1, &b->page); }
int p475_own(struct b475 *b, int i) { own475[i] = alloc_page(0); b->at = i; return 0; }
static struct page *of475(struct b475 *b) { return b->at < 0 ? b->page : own475[b->at]; }
void p475_drop(struct b475 *b) { put_page(of475(b)); }
