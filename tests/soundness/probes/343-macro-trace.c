// SPDX-License-Identifier: GPL-2.0-only
/* A function of this driver that is called like a tracepoint; a macro declares it. */
#include <linux/red.h>
#define HOOK343(op) int trace_##op##343(struct page *page)
struct b343 { struct page *page; };
HOOK343(take);
int p343(struct b343 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p343_drop(struct b343 *b) { if (trace_take343(b->page) < 0) put_page(b->page); }
