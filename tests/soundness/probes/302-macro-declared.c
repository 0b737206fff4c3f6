// SPDX-License-Identifier: GPL-2.0-only
/* The prototype of who keeps the record comes out of a macro. */
#include <linux/red.h>
#define HOOK302(name, ...) int name(__VA_ARGS__)
struct b302 { struct page *page; int x; };
HOOK302(keep302, struct b302 *b);
int p302(struct b302 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p302_drop(struct b302 *b) { if (keep302(b) < 0) put_page(b->page); }
