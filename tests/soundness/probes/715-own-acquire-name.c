// SPDX-License-Identifier: GPL-2.0-only
/* A function of this file has the name of an acquire of other kernels, and brings own pages. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b715 { struct page *page; };
static int get_user_page_nofault(unsigned long a, struct page **page) { *page = alloc_page(0); return *page ? 1 : 0; }
int p715(struct b715 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
int p715_own(struct b715 *b) { return get_user_page_nofault(0, &b->page); }
void p715_drop(struct b715 *b) { put_page(b->page); }
