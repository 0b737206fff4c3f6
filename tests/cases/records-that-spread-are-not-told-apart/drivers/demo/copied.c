// SPDX-License-Identifier: GPL-2.0-only
/* What one record holds comes into the other. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/errno.h>

struct demo_copied {
	unsigned long frame;
};

static struct demo_copied *own, *user;

int demo_copied_own(void)
{
	struct demo_copied *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	x->frame = page_to_pfn(page);
	own = x;
	return 0;
}

int demo_copied_map(unsigned long addr)
{
	struct demo_copied *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	x->frame = page_to_pfn(page);
	user = x;
	return 0;
}

void demo_copied_reset(void)
{
	*user = *own;
}

void demo_copied_unmap(void)
{
	struct demo_copied *x = user;

	put_page(pfn_to_page(x->frame));
	kfree(x);
}
