// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/skbuff.h>
static void send36(struct sk_buff *skb, struct page *p, int keep) {
	if (keep)
		get_page(p);
	skb_fill_page_desc(skb, 0, p, 0, 4096);
}
int p36(struct sk_buff *skb, unsigned long a, int keep) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (!skb) { put_page(pg); return -5; }
	send36(skb, pg, keep);
	return 0; }
