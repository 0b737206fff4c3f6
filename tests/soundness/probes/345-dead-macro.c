// SPDX-License-Identifier: GPL-2.0-only
/* A macro that another configuration defines otherwise. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b345 { struct page *page, *spare; };
#ifdef CONFIG_DEMO345
#define slot345(b) ((b)->spare)
#else
#define slot345(b) ((b)->page)
#endif
int p345(struct b345 *b, unsigned long a) { b->spare = alloc_page(0); return get_user_pages_fast(a, 1, 1, &b->page); }
void p345_drop(struct b345 *b) { put_page(slot345(b)); }
