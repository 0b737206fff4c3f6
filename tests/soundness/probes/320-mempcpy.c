// SPDX-License-Identifier: GPL-2.0-only
/* The pointer is copied by a builtin that is not memcpy() itself. */
#include <linux/red.h>
struct b320 { struct page *page; };
struct m320 { unsigned long cookie; };
int keep320(unsigned long cookie);
int p320(struct b320 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p320_drop(struct b320 *b, struct m320 *m) {
	__builtin_mempcpy(&m->cookie, &b->page, sizeof(b->page));
	if (keep320(m->cookie) < 0) put_page(b->page); }
