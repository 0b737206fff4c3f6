// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/virtio.h>

int demo_fill(struct virtqueue *vq, struct scatterlist *sg, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (virtqueue_add_inbuf(vq, sg, 1, page, GFP_KERNEL) < 0) {
		put_page(page);
		return -ENOMEM;
	}
	return 0;
}

int demo_own(struct virtqueue *vq, struct scatterlist *sg)
{
	return virtqueue_add_outbuf(vq, sg, 1, alloc_page(GFP_KERNEL), GFP_KERNEL);
}

void demo_done(struct virtqueue *vq)
{
	struct page *page;
	unsigned int len;

	while ((page = virtqueue_get_buf(vq, &len)))
		put_page(page);
}
