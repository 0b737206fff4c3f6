/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SPLICE_H
#define _LINUX_SPLICE_H

#include <linux/pipe_fs_i.h>

struct splice_pipe_desc {
	struct page **pages;
	int nr_pages;
};

ssize_t splice_to_pipe(struct pipe_inode_info *pipe, struct splice_pipe_desc *spd);
ssize_t add_to_pipe(struct pipe_inode_info *pipe, struct pipe_buffer *buf);

#endif
