// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/pipe_fs_i.h>
int m09(struct pipe_inode_info *pipe, struct pipe_buffer *buf, unsigned long a, const struct pipe_buf_operations *ops) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (pipe_full(pipe->head, pipe->tail, pipe->max_usage)) { put_page(pg); return -11; }
	buf->page = pg;
	buf->ops = ops;
	pipe->head++;
	return 0; }
