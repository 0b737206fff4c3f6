// SPDX-License-Identifier: GPL-2.0-only
/* Another configuration has one more function in the table. */
#include <linux/red.h>
struct b616 { struct page *page; };
int keep616(struct page *page);
static int look616(struct page *page) { return page ? -1 : 0; }
static int (*const table616[2])(struct page *) = {
	look616,
#ifdef CONFIG_DEMO616
	keep616,
#endif
};
int p616(struct b616 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p616_drop(struct b616 *b, int how) { if (!table616[how & 1] || table616[how & 1](b->page) < 0) put_page(b->page); }
