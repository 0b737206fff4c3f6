// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/virtio.h>
int q14(struct virtqueue *v, struct scatterlist *sg, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	sg_init_table(sg, 1);
	sg_set_page(sg, pg, PAGE_SIZE, 0);
	if (virtqueue_add_inbuf(v, sg, 1, pg, GFP_KERNEL) < 0) { put_page(pg); return -12; }
	return 0; }
void q14_done(struct virtqueue *v) { unsigned int len; struct page *p;
	while ((p = virtqueue_get_buf(v, &len)))
		put_page(p); }
