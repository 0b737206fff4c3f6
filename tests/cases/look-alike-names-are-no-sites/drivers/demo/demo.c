// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

struct demo_gem {
	struct page **pages;
};

struct demo_page_ops {
	void (*put_page)(struct demo_gem *gem, int index);
};

/* Not the kernel's: these names only look like releases and acquires. */
void drm_gem_put_pages(struct demo_gem *gem, struct page **pages, bool dirty, bool accessed);
int os_get_user_pages_fast(struct demo_gem *gem);

static void os_put_page(struct demo_gem *gem, int index)
{
	gem->pages[index] = NULL;
}

static const struct demo_page_ops demo_ops = {
	.put_page = os_put_page,
};

int demo_io(struct demo_gem *gem, unsigned long addr)
{
	struct page *page;

	os_get_user_pages_fast(gem);
	demo_ops.put_page(gem, 0);
	os_put_page(gem, 1);
	drm_gem_put_pages(gem, gem->pages, true, false);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	*(u8 *)page_address(page) = 0;
	put_page(page);
	return 0;
}
