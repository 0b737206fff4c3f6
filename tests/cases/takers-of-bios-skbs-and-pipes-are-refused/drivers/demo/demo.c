// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/bio.h>
#include <linux/highmem.h>
#include <linux/skbuff.h>
#include <linux/splice.h>


static void demo_end(struct bio *bio)
{
	bio_check_pages_dirty(bio);
}

int demo_bio(unsigned long addr)
{
	struct bio *bio = bio_alloc(NULL, 1, 0, 0);
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (bio_add_page(bio, page, PAGE_SIZE, 0) != PAGE_SIZE) {
		put_page(page);
		return -EIO;
	}
	bio->bi_end_io = demo_end;
	submit_bio(bio);
	return 0;
}

int demo_skb(struct sk_buff *skb, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (!skb) {
		put_page(page);
		return -EIO;
	}
	skb_frag_set_page(skb, 0, page);
	return 0;
}

int demo_splice(struct pipe_inode_info *pipe, unsigned long addr)
{
	struct page *pages[4];
	struct splice_pipe_desc spd = { .pages = pages };
	int i;

	spd.nr_pages = get_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	kmap(pages[0]);
	if (splice_to_pipe(pipe, &spd) < 0)
		for (i = 0; i < spd.nr_pages; i++)
			put_page(pages[i]);
	return 0;
}

int demo_buffer(struct pipe_buffer *buffer, unsigned long addr, int full)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (full) {
		put_page(page);
		return -EAGAIN;
	}
	buffer->page = page;
	return 0;
}
