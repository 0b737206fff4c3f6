// SPDX-License-Identifier: GPL-2.0-only
/* The fortified form of memcpy(), as a compiler makes it. */
#include <linux/red.h>
struct b321 { struct page *page; };
struct m321 { unsigned long cookie; };
int keep321(unsigned long cookie);
int p321(struct b321 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p321_drop(struct b321 *b, struct m321 *m) {
	__builtin___memcpy_chk(&m->cookie, &b->page, sizeof(b->page), __builtin_object_size(&m->cookie, 0));
	if (keep321(m->cookie) < 0) put_page(b->page); }
