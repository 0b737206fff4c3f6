// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/netdevice.h>
int q34(struct sk_buff *skb, unsigned long a) { struct page *pg; skb_frag_t *f = &skb_shinfo(skb)->frags[0];
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (PageReserved(pg)) { put_page(pg); return -5; }
	__skb_frag_set_page(f, pg);
	skb_shinfo(skb)->nr_frags = 1;
	return netif_rx(skb); }
