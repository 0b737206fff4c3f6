// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/skbuff.h>
void skb_frag_set_page(struct sk_buff *skb, int f, struct page *page);
int p50(struct sk_buff *skb, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (!skb) { put_page(pg); return -5; }
	skb_frag_set_page(skb, 0, pg);
	return 0; }
