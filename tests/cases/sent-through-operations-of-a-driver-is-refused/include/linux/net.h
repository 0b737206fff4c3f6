/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_NET_H
#define _LINUX_NET_H

#include <linux/mm.h>

struct socket;

struct demo_ops {
	ssize_t (*demo_send_page)(struct socket *sock, struct page *page, int offset, size_t size, int flags);
};

struct socket {
	const struct demo_ops *ops;
};

#endif
