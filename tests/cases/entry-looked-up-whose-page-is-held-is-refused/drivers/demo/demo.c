// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/pgtable.h>

struct demo_map {
	unsigned long pfn;
	bool reserved;
};

static int demo_look(struct mm_struct *mm, unsigned long addr, unsigned long *pfn, bool write)
{
	pte_t *ptep;
	unsigned long found = 0;
	int ptl;
	int ret;

	ret = follow_pte(mm, addr, &ptep, &ptl);
	if (ret)
		return ret;
	if (write && !pte_write(*ptep))
		ret = -EFAULT;
	else
		found = pte_pfn(*ptep);
	if (found)
		get_page(pfn_to_page(found));
	*pfn = found;
	pte_unmap_unlock(ptep, ptl);
	return ret;
}

int demo_pin(struct demo_map *map, struct mm_struct *mm, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) == 1) {
		map->pfn = page_to_pfn(page);
		return 0;
	}
	/* Memory of a device: nobody counts its pages. */
	map->reserved = true;
	return demo_look(mm, addr, &map->pfn, true);
}

void demo_unpin(struct demo_map *map)
{
	if (!map->reserved)
		put_page(pfn_to_page(map->pfn));
}
