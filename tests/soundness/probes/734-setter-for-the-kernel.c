// SPDX-License-Identifier: GPL-2.0-only
/* The kernel hands pages to the function, which keeps them in the record. */
#include <linux/red.h>
#include <linux/adv.h>
struct b734 { struct page *page; };
static int set734(unsigned long pfn, void *data) { struct b734 *b = data; b->page = pfn_to_page(pfn); return 0; }
int p734(struct b734 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p734_drop(struct b734 *b) { put_page(b->page); }
int p734_all(struct b734 *b) { return adv_iterate(set734, b); }
