// SPDX-License-Identifier: GPL-2.0-only
/* Who has the record next has not been read. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/errno.h>

struct demo_passed {
	unsigned long frame;
};

static struct demo_passed *own, *user;

void demo_firmware_add(struct demo_passed *x);
struct demo_passed *demo_firmware_next(void);

int demo_passed_own(void)
{
	struct demo_passed *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	x->frame = page_to_pfn(page);
	demo_firmware_add(x);
	own = x;
	return 0;
}

int demo_passed_map(unsigned long addr)
{
	struct demo_passed *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	x->frame = page_to_pfn(page);
	demo_firmware_add(x);
	user = x;
	return 0;
}

void demo_passed_unmap(void)
{
	struct demo_passed *x = demo_firmware_next();

	put_page(pfn_to_page(x->frame));
	kfree(x);
}
