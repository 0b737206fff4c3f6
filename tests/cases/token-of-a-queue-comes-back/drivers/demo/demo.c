// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/virtio.h>

/* The page is the token: the queue gives it back. */
int demo_fill(struct virtqueue *vq, struct scatterlist *sg, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	sg_set_page(sg, page, PAGE_SIZE, 0);
	if (virtqueue_add_inbuf(vq, sg, 1, page, GFP_KERNEL) < 0) {
		put_page(page);
		return -ENOMEM;
	}
	return 0;
}

void demo_done(struct virtqueue *vq)
{
	struct page *page;
	unsigned int len;

	while ((page = virtqueue_get_buf(vq, &len)))
		put_page(page);
}
