// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/highmem.h>
#include <linux/slab.h>
#include <linux/mempool.h>

void demo_use(struct page *page);

/* A reference on the page around a buffer of kmalloc() is a plain one. */
int demo_buffer(unsigned long addr, void *user)
{
	struct page *page;
	void *buffer;

	if (user) {
		if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
			return -EFAULT;
	} else {
		buffer = kmalloc(PAGE_SIZE, GFP_KERNEL);
		page = virt_to_page(buffer);
		get_page(page);
		get_page(page);
	}
	kmap(page);
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

/* What a pool of pages hands out is a page. */
int demo_pool(unsigned long addr, void *user, mempool_t *pool)
{
	struct page *page;

	if (user) {
		if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
			return -EFAULT;
	} else {
		page = mempool_alloc(pool, GFP_KERNEL);
	}
	kmap(page);
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}
