/* SPDX-License-Identifier: GPL-2.0-only */
/* What the plants need beyond the miniature kernel; read ahead of each file. */
#ifndef _LINUX_MORE_H
#define _LINUX_MORE_H

#include <linux/bio.h>
#include <linux/mm.h>
#include <linux/skbuff.h>

void __bio_add_page(struct bio *bio, struct page *page, unsigned int len, unsigned int off);
void bio_free_pages(struct bio *bio);
void bio_check_pages_dirty(struct bio *bio);
int submit_bio_wait(struct bio *bio);
unsigned long get_zeroed_page(gfp_t gfp);
struct page *alloc_pages_node(int nid, gfp_t gfp, unsigned int order);
void *alloc_pages_exact(size_t size, gfp_t gfp);
void put_pages_list(struct list_head *pages);
void skb_add_rx_frag(struct sk_buff *skb, int i, struct page *page, int off, int size, unsigned int truesize);

void set_page_private(struct page *page, unsigned long private);
#define page_private(page) ((page)->private)
#define xchg(p, v) __atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST)
#define cmpxchg(p, o, n) ({ typeof(*(p)) __o = (o); __atomic_compare_exchange_n((p), &__o, (n), 0, 5, 5); __o; })

#endif
