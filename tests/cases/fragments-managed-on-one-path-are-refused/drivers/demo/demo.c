// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/skbuff.h>

struct demo_buf {
	struct page *pages[16];
	int nr;
};

int demo_fill(struct demo_buf *buf, unsigned long addr, int nr)
{
	int got;

	got = get_user_pages_fast(addr, nr, FOLL_LONGTERM, buf->pages);
	buf->nr = got > 0 ? got : 0;
	return got;
}

void demo_empty(struct demo_buf *buf)
{
	int i;

	for (i = 0; i < buf->nr; i++)
		put_page(buf->pages[i]);
}

int demo_send(struct demo_buf *buf, struct sk_buff *skb)
{
	struct skb_shared_info *shinfo = skb_shinfo(skb);
	int frag = shinfo->nr_frags;

	if (!frag)
		shinfo->flags |= SKBFL_MANAGED_FRAG_REFS;

	while (frag < buf->nr) {
		__skb_fill_page_desc_noacc(shinfo, frag, buf->pages[frag], 0, PAGE_SIZE);
		frag++;
	}
	shinfo->nr_frags = frag;
	return 0;
}
