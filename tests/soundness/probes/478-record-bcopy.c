// SPDX-License-Identifier: GPL-2.0-only
/* The record is copied by a function that the compiler has built in. */
#include <linux/red.h>
struct b478 { struct page *page; int x; };
struct m478 { char bytes[16]; };
void bcopy(const void *from, void *to, size_t n);
int keep478(const struct m478 *m);
int p478(struct b478 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p478_drop(struct b478 *b, struct m478 *m) { bcopy(b, m, sizeof(*b));
	if (keep478(m) < 0) put_page(b->page); }
