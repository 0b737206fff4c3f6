// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dma-buf.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct demo_mem {
	struct sg_table *table;
	bool imported;
};

int demo_of_the_user(struct demo_mem *mem, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	mem->table = kzalloc(sizeof(*mem->table), GFP_KERNEL);
	sg_alloc_table(mem->table, 1, GFP_KERNEL);
	sg_set_page(mem->table->sgl, page, PAGE_SIZE, 0);
	mem->imported = false;
	return 0;
}

int demo_of_a_buffer(struct demo_mem *mem, struct dma_buf_attachment *attach)
{
	mem->table = demo_bus_map(attach, 0);
	mem->imported = true;
	return 0;
}

void demo_free(struct demo_mem *mem)
{
	if (!mem->imported)
		put_page(sg_page(mem->table->sgl));
}
