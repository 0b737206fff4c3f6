// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

struct demo_pinned {
	struct page *page;
};

/* Held for good: nothing in the tree drops it. */
int demo_hold(struct demo_pinned *p, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE, &p->page) == 1 ? 0 : -EFAULT;
}
