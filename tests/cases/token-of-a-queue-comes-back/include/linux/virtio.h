/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_VIRTIO_H
#define _LINUX_VIRTIO_H

#include <linux/scatterlist.h>

struct virtqueue;
int virtqueue_add_inbuf(struct virtqueue *vq, struct scatterlist *sg, unsigned int num, void *data, gfp_t gfp);
void *virtqueue_get_buf(struct virtqueue *vq, unsigned int *len);

#endif
