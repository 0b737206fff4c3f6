// SPDX-License-Identifier: GPL-2.0-only
/* The number of a mapping, which a reference is taken on, lies where that of the user's page was. */
#include <linux/red.h>
struct b669 { struct page *page; };
int p669(struct b669 *b, struct vm_area_struct *vma, unsigned long a) { struct page *pg; unsigned long pfn;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	pfn = page_to_pfn(pg);
	if (vma && follow_pfn(vma, a + 4096, &pfn) == 0) {
		put_page(pg);
		folio_get(page_folio(pfn_to_page(pfn)));
	}
	b->page = pfn_to_page(pfn);
	return 0; }
void p669_drop(struct b669 *b) { put_page(b->page); }
