// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/netdevice.h>
struct d { struct net_device *nd; void *p; };
int q29(struct net_device *nd, struct sk_buff *skb, unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	*(struct page **)skb->cb = pg;
	return dev_queue_xmit(skb); }
