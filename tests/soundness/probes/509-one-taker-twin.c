// SPDX-License-Identifier: GPL-2.0-only
/* One reference for one fragment. */
#include <linux/red.h>
#include <linux/skbuff.h>
struct b509 { struct page *page; };
int p509(struct b509 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p509_send(struct b509 *b, struct sk_buff *skb) {
	get_page(b->page);
	skb_fill_page_desc(skb, 0, b->page, 0, 2048); }
void p509_drop(struct b509 *b) { put_page(b->page); }
