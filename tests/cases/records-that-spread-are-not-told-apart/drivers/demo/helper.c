// SPDX-License-Identifier: GPL-2.0-only
/* A looker that may keep the pointer for a callback. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/errno.h>
#include <linux/list.h>

struct demo_helper {
	unsigned long frame;
};

static struct demo_helper *own, *user;

struct demo_helper *demo_helper_of(int n);
void set_page_private(struct page *page, unsigned long private);

int demo_helper_own(void)
{
	struct demo_helper *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	x->frame = page_to_pfn(page);
	set_page_private(page, (unsigned long)x);
	own = x;
	return 0;
}

int demo_helper_map(unsigned long addr)
{
	struct demo_helper *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	x->frame = page_to_pfn(page);
	set_page_private(page, (unsigned long)x);
	user = x;
	return 0;
}

void demo_helper_unmap(void)
{
	struct demo_helper *x = demo_helper_of(0);

	put_page(pfn_to_page(x->frame));
	kfree(x);
}
