// SPDX-License-Identifier: GPL-2.0-only
/* Two records for the control block of one packet. */
#include <linux/red.h>
#include <linux/adv.h>
struct tx398 { struct page *page; };
struct rx398 { struct page *pg; };
int keep398(struct page *page);
int p398(struct adv_skb *skb, unsigned long a) { return get_user_pages_fast(a, 1, 1, &((struct tx398 *)skb->cb)->page); }
void p398_drop(struct adv_skb *skb) { if (keep398(((struct rx398 *)skb->cb)->pg) < 0) put_page(((struct tx398 *)skb->cb)->page); }
