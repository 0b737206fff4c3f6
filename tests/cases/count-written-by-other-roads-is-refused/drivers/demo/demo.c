// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

int isolate_lru_page(struct page *page);
void set_page_count(struct page *page, int count);
void demo_work(void);

struct demo {
	struct page *isolated, *counted, *incremented;
};

/* Each put_page() may drop the reference that the line above took. */
int demo_isolate(struct demo *demo, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE, &demo->isolated);
}

void demo_isolated(struct demo *demo)
{
	if (!isolate_lru_page(demo->isolated))
		put_page(demo->isolated);
}

int demo_count(struct demo *demo, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE, &demo->counted);
}

void demo_counted(struct demo *demo)
{
	set_page_count(demo->counted, 2);
	put_page(demo->counted);
}

int demo_increment(struct demo *demo, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE, &demo->incremented);
}

void demo_incremented(struct demo *demo)
{
	demo->incremented->_refcount.counter++;
	put_page(demo->incremented);
}
