// SPDX-License-Identifier: GPL-2.0-only
/* The branch that nobody compiles here lies in a helper: it gives another page. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b346 { struct page *page, *spare; };
static struct page *pick346(struct b346 *b)
{
#ifdef CONFIG_DEMO346
	return b->spare;
#endif
	return b->page;
}
int p346(struct b346 *b, unsigned long a) { b->spare = alloc_page(0); return get_user_pages_fast(a, 1, 1, &b->page); }
void p346_drop(struct b346 *b) { put_page(pick346(b)); }
