// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct virtqueue; int virtqueue_add_inbuf(struct virtqueue *v, struct scatterlist *sg, unsigned int n, void *data, gfp_t g); void *virtqueue_get_buf(struct virtqueue *v, unsigned int *len);
int p43(struct virtqueue *v, struct scatterlist *sg, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (virtqueue_add_inbuf(v, sg, 1, pg, 0) < 0) { put_page(pg); return -12; }
	return 0; }
void p43_done(struct virtqueue *v) { unsigned int len; struct page *p;
	while ((p = virtqueue_get_buf(v, &len)))
		put_page(p); }
