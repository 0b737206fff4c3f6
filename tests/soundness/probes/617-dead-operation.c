// SPDX-License-Identifier: GPL-2.0-only
/* Another configuration has another operation in the table. */
#include <linux/red.h>
struct b617 { struct page *page; };
struct ops617 { int (*keep)(struct page *page); };
int keep617(struct page *page);
static int look617(struct page *page) { return page ? -1 : 0; }
static const struct ops617 ops617 = {
#ifdef CONFIG_DEMO617
	.keep = keep617,
#else
	.keep = look617,
#endif
};
int p617(struct b617 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p617_drop(struct b617 *b) { if (ops617.keep(b->page) < 0) put_page(b->page); }
