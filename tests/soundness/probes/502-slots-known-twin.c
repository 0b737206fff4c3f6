// SPDX-License-Identifier: GPL-2.0-only
/* Both slots are known. */
#include <linux/red.h>
struct b502 { struct page *page, *other; };
int p502(struct b502 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p502_move(struct b502 *b, int to_other) { struct page **to = to_other ? &b->other : &b->page, *pg = b->page;
	b->page = NULL;
	*to = pg; }
void p502_drop(struct b502 *b) { if (b->page) put_page(b->page); if (b->other) put_page(b->other); }
