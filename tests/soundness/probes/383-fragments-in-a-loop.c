// SPDX-License-Identifier: GPL-2.0-only
/* The same in a loop: one reference, and as many fragments as there are. */
#include <linux/red.h>
#include <linux/skbuff.h>
struct b383 { struct page *page; int sent; };
int p383(struct b383 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p383_send(struct b383 *b, struct sk_buff *skb, int n) { int i;
	for (i = 0; i < n; i++) {
		if (i) get_page(b->page);
		skb_fill_page_desc(skb, i, b->page, 0, 2048);
	}
	b->sent = 1; }
void p383_drop(struct b383 *b) { if (!b->sent) put_page(b->page); }
