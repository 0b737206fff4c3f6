// SPDX-License-Identifier: GPL-2.0-only
/* The fragments are no longer managed: that was said of the packet by another variable. */
#include <linux/red.h>
#include <linux/skbuff.h>
struct b479 { struct page *page; int sent; };
int p479(struct b479 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p479_send(struct b479 *b, struct sk_buff *skb) { struct sk_buff *head = skb; struct skb_shared_info *shinfo = skb_shinfo(skb);
	if (!skb_zcopy_managed(skb)) return;
	skb_zcopy_downgrade_managed(head);
	__skb_fill_page_desc_noacc(shinfo, 0, b->page, 0, 4096);
	b->sent = 1; }
void p479_drop(struct b479 *b) { if (!b->sent) put_page(b->page); }
