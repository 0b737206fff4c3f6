// SPDX-License-Identifier: GPL-2.0-only
/* The dead branch in the helper only looks. */
#include <linux/red.h>
struct b503 { struct page *page; };
int p503(struct b503 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
static struct page *pick503(struct b503 *b)
{
#ifdef CONFIG_DEMO503
	printk("%p", b->page);
#endif
	return b->page;
}
void p503_drop(struct b503 *b) { put_page(pick503(b)); }
