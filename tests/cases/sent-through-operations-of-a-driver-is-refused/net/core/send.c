// SPDX-License-Identifier: GPL-2.0-only
#include <linux/net.h>

/* Defined nowhere. */
void queue_page(struct page *page);

static ssize_t other_send(struct socket *sock, struct page *page, int offset, size_t size, int flags)
{
	get_page(page);
	queue_page(page);
	return size;
}

const struct demo_ops other_ops = {
	.demo_send_page = other_send,
};
