// SPDX-License-Identifier: GPL-2.0-only
/* A store past the cache is a store. */
#include <linux/red.h>
struct b322 { struct page *page; };
struct m322 { unsigned long cookie; };
int keep322(unsigned long cookie);
int p322(struct b322 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p322_drop(struct b322 *b, struct m322 *m) {
	__builtin_nontemporal_store((unsigned long)b->page, &m->cookie);
	if (keep322(m->cookie) < 0) put_page(b->page); }
