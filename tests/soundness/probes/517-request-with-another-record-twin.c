// SPDX-License-Identifier: GPL-2.0-only
/* The request leads to a record without a page. */
#include <linux/red.h>
struct b517 { struct page *page; }; struct s517 { u32 length; }; struct q517 { struct s517 *what; int op; }; int submit517(struct q517 *q);
int p517(struct b517 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p517_drop(struct b517 *b, struct q517 *q, struct s517 *s) { q->what = s; submit517(q); put_page(b->page); }
