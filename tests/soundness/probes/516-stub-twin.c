// SPDX-License-Identifier: GPL-2.0-only
/* Both bodies only look. */
#include <linux/red.h>
struct b516 { struct page *page; };
#ifdef CONFIG_DEMO516
static int note516(struct b516 *b)
{
	printk("%p", b->page);
	return -1;
}
#else
static int note516(struct b516 *b)
{
	return -1;
}
#endif
int p516(struct b516 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p516_drop(struct b516 *b) { if (note516(b) < 0) put_page(b->page); }
