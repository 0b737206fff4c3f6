// SPDX-License-Identifier: GPL-2.0-only
/* One more reference for two fragments: the second one takes what the caller has. */
#include <linux/red.h>
#include <linux/skbuff.h>
struct b382 { struct page *page; int sent; };
int p382(struct b382 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p382_send(struct b382 *b, struct sk_buff *skb) {
	get_page(b->page);
	skb_fill_page_desc(skb, 0, b->page, 0, 2048);
	skb_fill_page_desc(skb, 1, b->page, 2048, 2048);
	b->sent = 1; }
void p382_drop(struct b382 *b) { if (!b->sent) put_page(b->page); }
