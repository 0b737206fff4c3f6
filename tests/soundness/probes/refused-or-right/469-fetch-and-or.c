// SPDX-License-Identifier: GPL-2.0-only
/* A number that an atomic builtin puts together. */
#include <linux/red.h>
struct b469 { struct page *page; };
struct r469 { unsigned long cookie; };
int keep469(unsigned long cookie);
int p469(struct b469 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p469_drop(struct b469 *b, struct r469 *r) { r->cookie = 0;
	__atomic_fetch_or(&r->cookie, (unsigned long)b->page, __ATOMIC_RELAXED);
	if (keep469(__atomic_load_n(&r->cookie, __ATOMIC_RELAXED)) < 0) put_page(b->page); }
