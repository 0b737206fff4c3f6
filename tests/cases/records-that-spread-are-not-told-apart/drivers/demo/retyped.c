// SPDX-License-Identifier: GPL-2.0-only
/* The first member is the record, too. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/errno.h>

struct demo_head {
	unsigned long frame;
};

struct demo_retyped {
	struct demo_head head;
	unsigned int length;
};

static struct demo_retyped *own, *user;

int demo_retyped_own(void)
{
	struct demo_retyped *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	x->head.frame = page_to_pfn(page);
	own = x;
	return 0;
}

int demo_retyped_map(unsigned long addr)
{
	struct demo_retyped *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	x->head.frame = page_to_pfn(page);
	user = x;
	return 0;
}

void demo_retyped_own_free(void)
{
	__free_page(pfn_to_page(((struct demo_head *)own)->frame));
}

void demo_retyped_unmap(void)
{
	struct demo_head *x = (struct demo_head *)user;

	put_page(pfn_to_page(x->frame));
	kfree(x);
}
