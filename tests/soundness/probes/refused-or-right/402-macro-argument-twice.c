// SPDX-License-Identifier: GPL-2.0-only
/* One name, two calls: of a user's page and of an own one. */
#include <linux/red.h>
#include <linux/gfp.h>
#define BOTH(f, p, q) do { f(p); f(q); } while (0)
struct b402 { struct page *page, *own; };
int p402(struct b402 *b, unsigned long a) { b->own = alloc_page(0); return get_user_pages_fast(a, 1, 1, &b->page); }
void p402_drop(struct b402 *b) { BOTH(put_page, b->page, b->own); }
