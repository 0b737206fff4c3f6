// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/skbuff.h>

int demo_skb(struct sk_buff *skb, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	/* kfree_skb() drops the reference. */
	skb_fill_page_desc(skb, 0, page, 0, PAGE_SIZE);
	return 0;
}
