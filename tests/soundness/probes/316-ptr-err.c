// SPDX-License-Identifier: GPL-2.0-only
/* PTR_ERR() of a page that is no error is the page. */
#include <linux/red.h>
#include <linux/err.h>
#include <linux/highmem.h>
int keep316(long cookie);
struct b316 { struct page *page; };
int p316(struct b316 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p316_drop(struct b316 *b) { if (keep316(PTR_ERR(b->page)) < 0) put_page(b->page); }
