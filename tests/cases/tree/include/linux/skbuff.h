/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SKBUFF_H
#define _LINUX_SKBUFF_H

#include <linux/mm.h>

struct sk_buff {
	unsigned int len;
	unsigned int data_len;
	unsigned char *data;
	unsigned char *end;
};

enum {
	SKBFL_ZEROCOPY_ENABLE = 1 << 0,
	SKBFL_MANAGED_FRAG_REFS = 1 << 4,
};

struct skb_shared_info {
	u8 flags;
	u8 nr_frags;
};

#define skb_shinfo(SKB) ((struct skb_shared_info *)(skb_end_pointer(SKB)))

static inline unsigned char *skb_end_pointer(const struct sk_buff *skb)
{
	return skb->end;
}

static inline bool skb_zcopy_managed(const struct sk_buff *skb)
{
	return skb_shinfo(skb)->flags & SKBFL_MANAGED_FRAG_REFS;
}

void skb_zcopy_downgrade_managed(struct sk_buff *skb);
void __skb_fill_page_desc_noacc(struct skb_shared_info *shinfo, int i, struct page *page, int off,
				int size);


void skb_fill_page_desc(struct sk_buff *skb, int i, struct page *page, int off, int size);
void kfree_skb(struct sk_buff *skb);

#endif
