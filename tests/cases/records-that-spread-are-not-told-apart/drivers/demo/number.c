// SPDX-License-Identifier: GPL-2.0-only
/* The device hands the number back. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/errno.h>

struct demo_number {
	unsigned long frame;
};

struct demo_command {
	unsigned long cookie;
};

struct demo_event {
	unsigned long cookie;
};

static struct demo_number *own, *user;
static struct demo_command *command;

int demo_number_own(void)
{
	struct demo_number *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	x->frame = page_to_pfn(page);
	command->cookie = (unsigned long)x;
	own = x;
	return 0;
}

int demo_number_map(unsigned long addr)
{
	struct demo_number *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	x->frame = page_to_pfn(page);
	command->cookie = (unsigned long)x;
	user = x;
	return 0;
}

void demo_number_unmap(struct demo_event *event)
{
	struct demo_number *x = (struct demo_number *)event->cookie;

	put_page(pfn_to_page(x->frame));
	kfree(x);
}
