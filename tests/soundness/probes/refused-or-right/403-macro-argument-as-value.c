// SPDX-License-Identifier: GPL-2.0-only
/* One name: a call, and a pointer that is called with an own page. */
#include <linux/red.h>
#include <linux/gfp.h>
#define BOTH(f, p, q) do { f(p); run403(f, q); } while (0)
struct b403 { struct page *page, *own; };
static void run403(void (*fn)(struct page *), struct page *page) { fn(page); }
int p403(struct b403 *b, unsigned long a) { b->own = alloc_page(0); return get_user_pages_fast(a, 1, 1, &b->page); }
void p403_drop(struct b403 *b) { BOTH(put_page, b->page, b->own); }
