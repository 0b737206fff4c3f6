/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SKBUFF_H
#define _LINUX_SKBUFF_H

#include <linux/mm.h>

struct sk_buff {
	unsigned int len;
	unsigned int data_len;
	unsigned char *data;
};

void skb_fill_page_desc(struct sk_buff *skb, int i, struct page *page, int off, int size);
void kfree_skb(struct sk_buff *skb);

#endif
