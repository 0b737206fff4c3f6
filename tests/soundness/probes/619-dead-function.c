// SPDX-License-Identifier: GPL-2.0-only
/* A stub here, and a function that keeps the page in another configuration. */
#include <linux/red.h>
struct b619 { struct page *page; };
int keep619(struct page *page);
#ifdef CONFIG_DEMO619
static int note619(struct b619 *b)
{
	return keep619(b->page);
}
#else
static int note619(struct b619 *b)
{
	return -1;
}
#endif
int p619(struct b619 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p619_drop(struct b619 *b) { if (note619(b) < 0) put_page(b->page); }
