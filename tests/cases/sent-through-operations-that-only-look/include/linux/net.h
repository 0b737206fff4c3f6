/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_NET_H
#define _LINUX_NET_H

#include <linux/mm.h>

struct socket;

struct proto_ops {
	ssize_t (*sendpage)(struct socket *sock, struct page *page, int offset, size_t size, int flags);
};

struct socket {
	const struct proto_ops *ops;
};

#endif
