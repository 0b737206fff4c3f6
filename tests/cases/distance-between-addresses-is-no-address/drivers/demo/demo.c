// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

/* `cookie` is a page of the user while the device writes, and a length while it reads. */
struct demo_req {
	unsigned long cookie;
	void *text;
	struct page *own;
};

int demo_write(struct demo_req *req, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	req->cookie = (unsigned long)page;
	return 0;
}

void demo_write_done(struct demo_req *req)
{
	put_page((struct page *)req->cookie);
}

int demo_read(struct demo_req *req)
{
	char *end;

	req->own = alloc_page(GFP_KERNEL);
	if (!req->own)
		return -ENOMEM;
	req->text = page_address(req->own);
	end = req->text;
	while (*end)
		end++;
	req->cookie = (unsigned long)end - (unsigned long)req->text;
	return 0;
}

void demo_read_done(struct demo_req *req)
{
	put_page(req->own);
}
