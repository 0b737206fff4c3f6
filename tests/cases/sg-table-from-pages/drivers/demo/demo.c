// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_obj {
	struct sg_table sgt;
};

int demo_obj_get(struct demo_obj *obj, unsigned long addr, unsigned int count)
{
	struct page **pages;
	int got, ret;

	pages = kvmalloc_array(count, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, count, FOLL_WRITE, pages);
	if (got < 0) {
		kvfree(pages);
		return got;
	}
	ret = sg_alloc_table_from_pages(&obj->sgt, pages, got, 0, (unsigned long)got << PAGE_SHIFT,
					GFP_KERNEL);
	if (ret)
		release_pages(pages, got);
	kvfree(pages);
	return ret;
}

void demo_obj_put(struct demo_obj *obj)
{
	struct sg_page_iter iter;

	for_each_sgtable_page(&obj->sgt, &iter, 0) {
		struct page *page = sg_page_iter_page(&iter);

		set_page_dirty_lock(page);
		put_page(page);
	}
	sg_free_table(&obj->sgt);
}
