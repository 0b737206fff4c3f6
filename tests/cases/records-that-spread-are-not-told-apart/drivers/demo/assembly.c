// SPDX-License-Identifier: GPL-2.0-only
/* Assembly moves the pointer. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/errno.h>

struct demo_assembly {
	unsigned long frame;
};

static struct demo_assembly *own, *user;
static struct demo_assembly *slot;

int demo_assembly_own(void)
{
	struct demo_assembly *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	x->frame = page_to_pfn(page);
	asm volatile("" : "+r"(x), "+m"(slot));
	own = x;
	return 0;
}

int demo_assembly_map(unsigned long addr)
{
	struct demo_assembly *x = kzalloc(sizeof(*x), GFP_KERNEL);
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	x->frame = page_to_pfn(page);
	asm volatile("" : "+r"(x), "+m"(slot));
	user = x;
	return 0;
}

void demo_assembly_unmap(void)
{
	struct demo_assembly *x = slot;

	put_page(pfn_to_page(x->frame));
	kfree(x);
}
