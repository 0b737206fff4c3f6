// SPDX-License-Identifier: GPL-2.0-only
/* The macro makes another name of its argument. */
#include <linux/red.h>
#define WITH_NOTE(f, p) do { note_##f(p); f(p); } while (0)
struct b401 { struct page *page; };
static void note_put_page(struct page *page) { page->flags |= 8; }
int p401(struct b401 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p401_drop(struct b401 *b) { WITH_NOTE(put_page, b->page); }
