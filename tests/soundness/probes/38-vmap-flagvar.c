// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/vmalloc.h>
void *p38(unsigned long a, unsigned long extra) { struct page *pg[4]; int i; void *v;
	unsigned long flags = VM_MAP | VM_MAP_PUT_PAGES;
	if (get_user_pages_fast(a, 4, 1, pg) != 4) return NULL;
	v = vmap(pg, 4, flags, PAGE_KERNEL);
	if (!v)
		for (i = 0; i < 4; i++)
			put_page(pg[i]);
	return v; }
void p38_free(void *v) { vfree(v); }
