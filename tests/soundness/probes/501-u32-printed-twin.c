// SPDX-License-Identifier: GPL-2.0-only
/* The narrow number is only printed and compared. */
#include <linux/red.h>
struct b501 { struct page *page; u32 last; };
int p501(struct b501 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p501_drop(struct b501 *b, u32 want) { u32 pfn = page_to_pfn(b->page);
	if (pfn == want) printk("%u", pfn);
	put_page(b->page); }
