// SPDX-License-Identifier: GPL-2.0-only
/* A table of the driver goes out as the page that it lies in. */
#include <linux/red.h>
struct b462 { struct page *page; };
int post462(struct page *list);
int p462(struct b462 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p462_drop(struct b462 *b) { struct page **list = kmalloc(4096, 0);
	list[0] = b->page;
	if (post462(virt_to_page(list)) < 0) put_page(b->page); }
