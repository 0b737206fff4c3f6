// SPDX-License-Identifier: GPL-2.0-only
/* Another number goes to the device, and the page's is printed. */
#include <linux/red.h>
struct b500 { struct page *page; u64 length; }; int keep500(u64 be);
int p500(struct b500 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p500_drop(struct b500 *b) { printk("%llx", __builtin_bswap64(page_to_pfn(b->page)));
	if (keep500(__builtin_bswap64(b->length)) >= 0) b->length = 0;
	put_page(b->page); }
