// SPDX-License-Identifier: GPL-2.0-only
/* The same by the flag itself. */
#include <linux/red.h>
#include <linux/skbuff.h>
struct b480 { struct page *page; int sent; };
int p480(struct b480 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p480_send(struct b480 *b, struct sk_buff *skb) { struct skb_shared_info *shinfo = skb_shinfo(skb), *info = shinfo;
	if (!skb_zcopy_managed(skb)) return;
	info->flags = 0;
	__skb_fill_page_desc_noacc(shinfo, 0, b->page, 0, 4096);
	b->sent = 1; }
void p480_drop(struct b480 *b) { if (!b->sent) put_page(b->page); }
