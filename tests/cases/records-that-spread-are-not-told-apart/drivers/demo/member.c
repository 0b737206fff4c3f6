// SPDX-License-Identifier: GPL-2.0-only
/* Found again by a pointer to its member. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/errno.h>
#include <linux/list.h>

struct demo_member {
	unsigned long frame;
	struct list_head link;
};

static LIST_HEAD(all);

static struct demo_member *own, *user;

int demo_member_own(void)
{
	struct demo_member *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	x->frame = page_to_pfn(page);
	list_add(&x->link, &all);
	own = x;
	return 0;
}

int demo_member_map(unsigned long addr)
{
	struct demo_member *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	x->frame = page_to_pfn(page);
	list_add(&x->link, &all);
	user = x;
	return 0;
}

void demo_member_unmap(void)
{
	struct demo_member *x = list_first_entry(&all, struct demo_member, link);

	put_page(pfn_to_page(x->frame));
	kfree(x);
}
