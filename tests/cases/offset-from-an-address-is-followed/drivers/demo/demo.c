// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

/* `cookie` is a page of the user, or one of the driver's with a mark in its lowest bit, which is taken off again. */
struct demo_req {
	unsigned long cookie;
	unsigned long frame;
};

int demo_write(struct demo_req *req, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	req->cookie = (unsigned long)page;
	return 0;
}

int demo_read(struct demo_req *req)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	req->cookie = (unsigned long)page + 1;
	return 0;
}

void demo_done(struct demo_req *req)
{
	put_page((struct page *)(req->cookie - (req->cookie & 1)));
}

int demo_frame_user(struct demo_req *req, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	req->frame = page_to_pfn(page);
	return 0;
}

/* What page_to_pfn() does, by hand: the distance of two pointers, and a frame number. */
int demo_frame_own(struct demo_req *req)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	req->frame = ((unsigned long)page - (unsigned long)mem_map) / sizeof(*page);
	return 0;
}

void demo_frame_done(struct demo_req *req)
{
	put_page(pfn_to_page(req->frame));
}
