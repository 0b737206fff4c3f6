// SPDX-License-Identifier: GPL-2.0-only
/* The device has the number of the page, and one comes back. */
#include <linux/mm.h>
#include <linux/errno.h>

struct demo_frame {
	unsigned long frame;
};

struct demo_done {
	unsigned long frame;
};

static struct page *own, *user;

static void demo_send(unsigned long frame)
{
	asm volatile("" : : "r"(frame));
}

int demo_frame_own(void)
{
	struct page *page = alloc_page(GFP_KERNEL);
	struct demo_frame *x = page_address(page);

	x->frame = page_to_pfn(alloc_page(GFP_KERNEL));
	demo_send(page_to_pfn(page));
	own = page;
	return 0;
}

int demo_frame_map(unsigned long addr)
{
	struct page *page = alloc_page(GFP_KERNEL), *data;
	struct demo_frame *x = page_address(page);

	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &data) != 1)
		return -EFAULT;
	x->frame = page_to_pfn(data);
	demo_send(page_to_pfn(page));
	user = page;
	return 0;
}

void demo_frame_unmap(struct demo_done *done)
{
	struct demo_frame *x = page_address(pfn_to_page(done->frame));

	put_page(pfn_to_page(x->frame));
}
