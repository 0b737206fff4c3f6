// SPDX-License-Identifier: GPL-2.0-only
#include <linux/net.h>

struct demo_conn {
	struct socket *sock;
	struct page *page;
	ssize_t (*send)(struct socket *sock, struct page *p, int offset, size_t size, int flags);
};

void demo_open(struct demo_conn *conn)
{
	conn->send = conn->sock->ops->demo_send_page;
}

int demo_send(struct demo_conn *conn, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_LONGTERM, &conn->page) != 1)
		return -EFAULT;
	conn->sock->ops->demo_send_page(conn->sock, conn->page, 0, PAGE_SIZE, 0);
	conn->send(conn->sock, conn->page, 0, PAGE_SIZE, 0);
	return 0;
}

void demo_sent(struct demo_conn *conn)
{
	put_page(conn->page);
}
