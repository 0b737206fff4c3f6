/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SPLICE_H
#define _LINUX_SPLICE_H

#include <linux/bio.h>
#include <linux/skbuff.h>

struct pipe_inode_info;
struct pipe_buffer {
	struct page *page;
};
struct splice_pipe_desc {
	struct page **pages;
	int nr_pages;
};
void bio_check_pages_dirty(struct bio *bio);
void skb_frag_set_page(struct sk_buff *skb, int f, struct page *page);
long splice_to_pipe(struct pipe_inode_info *pipe, struct splice_pipe_desc *spd);

#endif
