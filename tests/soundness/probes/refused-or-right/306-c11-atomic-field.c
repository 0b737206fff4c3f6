// SPDX-License-Identifier: GPL-2.0-only
/* A C11 atomic pointer, written by a plain assignment. */
#include <linux/red.h>
struct b306 { struct page *page; };
struct s306 { _Atomic(struct page *) late; };
void reap306(struct s306 *s);
int p306(struct b306 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p306_drop(struct b306 *b, struct s306 *s) { if (s) s->late = b->page; else put_page(b->page); }
void p306_reap(struct s306 *s) { put_page(s->late); }
